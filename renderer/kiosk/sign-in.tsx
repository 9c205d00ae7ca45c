import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';
import { useSending } from './sending.ts';
import { CardAndQr } from './sign-in-card.tsx';
import type { SignInPlace } from './sign-in-place.ts';
import { SignInSms } from './sign-in-sms.tsx';
import { Title } from './title.tsx';
import { TypedIdentity } from './typed-identity.tsx';

interface SignInProps {
  visitId: string;
  place: SignInPlace;
}

/** From this failure on the other ways stand out. */
const INSIST_FROM = 2;

/**
 * Who is there: by the card on the reader or a code before the scanner, both open for as long as the page is; by phone and
 * SMS; or typed, which proves nothing.
 */
export function SignIn({ visitId, place }: SignInProps) {
  const [way, setWay] = useState<'card' | 'sms' | 'typed'>('card');
  // A proven phone that is nobody's leads on by itself: a name has to be typed to it.
  const shown = way === 'sms' && place.phone !== null ? 'typed' : way;
  const { send } = useSending();
  const cancel = () => void send((terminal) => terminal.kiosk.cancelSignIn({ visitId }));
  const toCard = () => setWay('card');
  switch (shown) {
    case 'card':
      return <ByCard place={place} onWay={setWay} onCancel={cancel} />;
    case 'sms':
      return <SignInSms visitId={visitId} sms={place.sms} onCard={toCard} onCancel={cancel} />;
    case 'typed':
      return <Typed visitId={visitId} phone={place.phone} onCard={toCard} onCancel={cancel} />;
  }
}

function ByCard(o: { place: SignInPlace; onWay: (way: 'sms' | 'typed') => void; onCancel: () => void }) {
  const { t } = useKiosk().texts;
  const { phase, failures, qr, sms, simulated } = o.place;
  const insists = phase === 'missing' || failures >= INSIST_FROM ? { kind: 'primary' as const } : {};
  return (
    <div className="guide">
      <div className="guide__question">
        <Title>{t(qr.way === 'notOffered' ? 'signIn.title' : 'signIn.titleBoth')}</Title>
        <p className="guide__hint">{t('signIn.hint')}</p>
      </div>
      <div className="guide__answer">
        <CardAndQr place={o.place} />
        {simulated && <p className="sign-in__simulated quiet">{t('signIn.simulated')}</p>}
      </div>
      <div className="guide__foot">
        <Button size="main" icon="back" onPress={o.onCancel}>
          {t('signIn.cancel')}
        </Button>
        {sms.way !== 'notOffered' && (
          <Button size="main" {...insists} disabled={sms.way !== 'ready'} onPress={() => o.onWay('sms')}>
            {t('signIn.withSms')}
          </Button>
        )}
        <Button size="main" {...insists} onPress={() => o.onWay('typed')}>
          {t('signIn.type')}
        </Button>
      </div>
    </div>
  );
}

interface TypedProps {
  visitId: string;
  /** Masked: the phone that is proven already. */
  phone: string | null;
  onCard: () => void;
  onCancel: () => void;
}

function Typed({ visitId, phone, onCard, onCancel }: TypedProps) {
  const { t } = useKiosk().texts;
  const { busy, refusal, send } = useSending();
  return (
    <div className="guide">
      <div className="guide__question">
        <Title>{t('signIn.typedTitle')}</Title>
        <p className="guide__hint">
          {phone === null ? t('signIn.typedHint') : t('signIn.phoneProven', { phone })}
        </p>
      </div>
      <div className="guide__answer">
        <TypedIdentity
          code={refusal}
          onDone={(name, number) =>
            void send((terminal) => terminal.kiosk.signInTyped({ visitId, name, number }))
          }
        />
      </div>
      <div className="guide__foot">
        <Button size="main" icon="back" disabled={busy} onPress={onCancel}>
          {t('signIn.cancel')}
        </Button>
        <Button size="main" onPress={onCard}>
          {t('signIn.withCard')}
        </Button>
      </div>
    </div>
  );
}
