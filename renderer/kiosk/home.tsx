import type { KioskStatus } from '../../contracts/kiosk.ts';
import { Icon } from '../design/icon.tsx';
import { useKiosk } from './context.ts';
import { useSending } from './sending.ts';
import { Title } from './title.tsx';

/** What can be done here. A service whose devices are missing says so before anybody begins. */
export function Home({ status }: { status: KioskStatus }) {
  const { texts, display } = useKiosk();
  const { t, say } = texts;
  const { refusal, busy, send } = useSending();
  if (status.cardLeft)
    return (
      <div className="kiosk__center">
        <Title>{t('cardLeft.title')}</Title>
        <p>{t('cardLeft.body')}</p>
      </div>
    );
  return (
    <div className="home">
      <Title>{t('home.title')}</Title>
      {status.flows.length === 0 && <p>{t('home.none')}</p>}
      <ul className="home__flows">
        {status.flows.map((flow) => {
          const isOut = flow.missing.length > 0;
          const devices = flow.missing.map((d) => t(`device.${d}`)).join('、');
          return (
            <li key={flow.id}>
              <button
                type="button"
                className="home__flow"
                aria-disabled={isOut || busy || undefined}
                onClick={
                  isOut || busy
                    ? undefined
                    : () =>
                        void send((terminal) =>
                          terminal.kiosk.start({ flowId: flow.id, locale: display.locale }),
                        )
                }
              >
                <strong>{say(flow.title)}</strong>
                <span className={isOut ? 'refusal' : 'quiet'}>
                  {isOut ? `${t('home.missing', { devices })}。${t('home.elsewhere')}` : say(flow.summary)}
                </span>
                <Icon name={isOut ? 'alert' : 'elsewhere'} />
              </button>
            </li>
          );
        })}
      </ul>
      <p className="refusal" role="alert">
        {refusal !== null && texts.error(refusal)}
      </p>
      <p className="home__foot quiet">
        {!status.online && <span>{t('home.offline')}</span>}
        {status.hall !== null && status.hall.phone !== '' && (
          <span>{t('home.phone', { phone: status.hall.phone })}</span>
        )}
      </p>
    </div>
  );
}
