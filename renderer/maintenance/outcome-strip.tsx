import { Icon } from '../design/icon.tsx';
import { useMaintenance } from './context.ts';
import { isGood, outcomeText, WAYS } from './device-actions.ts';
import { useTicking } from './hooks.ts';
import { Shape } from './state-mark.tsx';
import type { DeviceWork } from './use-device-actions.ts';

const TICK_MS = 500;

/** What goes on at a device now, else how the last action ended, in words. */
export function OutcomeStrip({ work }: { work: DeviceWork }) {
  const { texts } = useMaintenance();
  const { running, outcome } = work;
  return (
    <div role="status">
      {running !== null && <Running {...running} />}
      {running === null && outcome !== null && (
        <p className="m-outcome" data-good={isGood(outcome) || undefined}>
          <Shape state={isGood(outcome) ? 'ok' : 'fault'} />
          <span>{outcomeText(outcome, texts)}</span>
        </p>
      )}
    </div>
  );
}

function Running({ action, since }: NonNullable<DeviceWork['running']>) {
  const { texts, env } = useMaintenance();
  const { t } = texts;
  const now = useTicking(env.now, TICK_MS);
  const seconds = Math.floor(Math.max(0, now - since) / 1_000);
  return (
    <p className="m-outcome m-outcome--busy">
      <Icon name="clock" />
      <span>
        {t(`busy.${action}`)}{' '}
        <span className="m-outcome__time" aria-hidden="true">
          {t('time.seconds', { n: seconds })}
        </span>{' '}
        <span className="m-outcome__most">{t('busy.most', { n: WAYS[action].ms / 1_000 })}</span>
      </span>
    </p>
  );
}
