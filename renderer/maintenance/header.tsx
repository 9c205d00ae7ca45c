import type { MaintenanceStatus } from '../../contracts/maintenance.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { useMaintenance } from './context.ts';
import { minutesLeft } from './format.ts';
import { useTicking } from './hooks.ts';

/** From here on the screen asks whether somebody is there, ms. */
const ASK_MS = 45_000;
const TICK_MS = 500;

interface HeaderProps {
  status: MaintenanceStatus | null;
  /** When the status came. */
  receivedAt: number;
  leaving: boolean;
  onLanguage: () => void;
  onLeave: () => void;
}

/** Which terminal this is, how it stands to the hub, when the session ends, and the way out. */
export function Header({ status, receivedAt, leaving, onLanguage, onLeave }: HeaderProps) {
  const { texts } = useMaintenance();
  const { t } = texts;
  return (
    <header className="m-head">
      <div className="m-head__what">
        <h1>
          {t('title')} {status !== null && <span className="m-head__id">{status.terminalId}</span>}
        </h1>
        {status !== null && <Facts status={status} />}
      </div>
      {status !== null && <IdleEnd leftMs={status.leftMs} receivedAt={receivedAt} />}
      <div className="m-head__keys">
        <Button onPress={onLanguage}>
          <span lang={texts.locale === 'en' ? 'zh-CN' : 'en'}>{t('head.language')}</span>
        </Button>
        <Button icon="close" onPress={onLeave} disabled={leaving}>
          {leaving ? t('head.leaving') : t('head.leave')}
        </Button>
      </div>
    </header>
  );
}

function Facts({ status }: { status: MaintenanceStatus }) {
  const { t } = useMaintenance().texts;
  const { online, queue, app, speech } = status;
  return (
    <ul className="m-head__facts">
      <li>{t('head.version', { app })}</li>
      <li className="m-head__net" data-online={online || undefined}>
        <Icon name={online ? 'link' : 'alert'} />
        {online ? t('head.online') : t('head.offline')}
      </li>
      <li>{t('head.waiting', { n: queue.ready })}</li>
      {speech !== null && (
        <li className={speech === 'ready' ? undefined : 'm-head__stuck'}>{t(`head.speech.${speech}`)}</li>
      )}
      {queue.dead > 0 && <li className="m-head__stuck">{t('head.stuck', { n: queue.dead })}</li>}
    </ul>
  );
}

function IdleEnd({ leftMs, receivedAt }: { leftMs: number; receivedAt: number }) {
  const { texts, env } = useMaintenance();
  const now = useTicking(env.now, TICK_MS);
  const left = Math.max(0, leftMs - Math.max(0, now - receivedAt));
  return (
    <>
      <p className="m-head__end">
        <Icon name="clock" />
        {texts.t('head.idleEnd', { time: minutesLeft(left) })}
      </p>
      {left <= ASK_MS && (
        <p className="m-still" role="alert">
          {texts.t('head.still')}{' '}
          <span aria-hidden="true">{texts.t('time.seconds', { n: Math.ceil(left / 1_000) })}</span>
        </p>
      )}
    </>
  );
}
