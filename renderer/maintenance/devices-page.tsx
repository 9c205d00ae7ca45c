import type { DeviceState, DeviceStatus } from '../../contracts/devices.ts';
import { Button } from '../design/button.tsx';
import { useMaintenance } from './context.ts';
import { DeviceCard } from './device-card.tsx';
import { Heading } from './heading.tsx';
import { useTicking } from './hooks.ts';
import { StateMark } from './state-mark.tsx';
import type { DeviceActions } from './use-device-actions.ts';

/** How often the ages of errors are counted anew, ms. */
const AGE_MS = 5_000;
/** What needs hands first. */
const STATES: readonly DeviceState[] = ['fault', 'missing', 'degraded', 'off', 'ok'];

interface DevicesPageProps {
  devices: readonly DeviceStatus[];
  actions: DeviceActions;
  /** The device whose page was open before. */
  lastId: string | null;
  onOpen: (deviceId: string) => void;
  onPorts: () => void;
  onExport: () => void;
}

/** All devices of the terminal, and what concerns none of them alone. */
export function DevicesPage({ devices, actions, lastId, onOpen, onPorts, onExport }: DevicesPageProps) {
  const { texts, env, live } = useMaintenance();
  const { t } = texts;
  const nowMs = useTicking(env.wallMs, AGE_MS);
  return (
    <>
      <div className="m-bar">
        <div className="m-bar__what">
          <Heading>{t('devices.title')}</Heading>
          <ul className="m-counts">
            {STATES.map((state) => ({ state, n: devices.filter((d) => d.state === state).length }))
              .filter(({ n }) => n > 0)
              .map(({ state, n }) => (
                <li key={state}>
                  <StateMark state={state} texts={texts} /> {n}
                </li>
              ))}
          </ul>
        </div>
        <div className="m-bar__keys">
          <Button icon="scan" onPress={onPorts} disabled={!live}>
            {t('ports.open')}
          </Button>
          <Button icon="elsewhere" onPress={onExport} disabled={!live}>
            {t('export.open')}
          </Button>
        </div>
      </div>
      {devices.length === 0 ? (
        <p className="m-none">{t('devices.none')}</p>
      ) : (
        <ul className="m-cards">
          {devices.map((device) => (
            <li key={device.id}>
              <DeviceCard
                device={device}
                work={actions.of(device.id)}
                nowMs={nowMs}
                onOpen={() => onOpen(device.id)}
                wasOpen={device.id === lastId}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
