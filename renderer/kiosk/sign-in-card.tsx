import type { WayView } from '../../contracts/kiosk.ts';
import { useKiosk } from './context.ts';
import { CardPicture, CodePicture } from './pictures.tsx';
import type { SignInPlace } from './sign-in-place.ts';

const TONE = { missing: 'bad', waiting: 'still', reading: 'busy', takeAway: 'still' } as const;

/** Both ways at once: the card large and first, the QR of an electronic identity beside it. */
export function CardAndQr({ place }: { place: SignInPlace }) {
  const { way } = place.qr;
  return (
    <div className="sign-in">
      <Card place={place} />
      {way !== 'notOffered' && <Qr way={way} asking={place.qr.asking} code={place.qr.code} />}
    </div>
  );
}

function Card({ place }: { place: SignInPlace }) {
  const { texts } = useKiosk();
  const says = texts.t(`idCard.${place.phase}`);
  return (
    <section className="device" data-tone={TONE[place.phase]}>
      <div className="device__picture">
        <CardPicture moving={place.phase === 'waiting'} />
      </div>
      <p className="device__says" role="status">
        {says}
      </p>
      {place.code !== null && (
        <p className="device__code refusal" role="alert">
          {texts.error(place.code)}
        </p>
      )}
    </section>
  );
}

interface QrProps {
  way: Exclude<WayView, 'notOffered'>;
  asking: boolean;
  code: string | null;
}

function Qr({ way, asking, code }: QrProps) {
  const { texts } = useKiosk();
  const { t } = texts;
  const tone = asking ? 'busy' : way === 'ready' ? 'still' : 'bad';
  return (
    <section className="sign-in__qr" data-tone={tone}>
      <CodePicture moving={way === 'ready' && !asking} />
      <div className="sign-in__words">
        <h2>{t('signIn.qr')}</h2>
        {way === 'ready' && code === null && <p>{t('signIn.qrHow')}</p>}
        <p className="sign-in__says" role="status">
          {asking ? t('signIn.qrAsking') : t(`qrWay.${way}`)}
        </p>
        {code !== null && (
          <p className="refusal" role="alert">
            {texts.error(code)}
          </p>
        )}
      </div>
    </section>
  );
}
