import { useState } from 'react';
import type { DeviceStatus } from '../../contracts/devices.ts';
import { Button } from '../design/button.tsx';
import { CameraPicture } from './camera-picture.tsx';
import { ClassIcon } from './class-icon.tsx';
import { useMaintenance } from './context.ts';
import { DeviceErrors, DeviceFacts, DeviceStats } from './device-facts.tsx';
import { Heading } from './heading.tsx';
import { OutcomeStrip } from './outcome-strip.tsx';
import { LastTest } from './self-test.tsx';
import { SimulatedBadge, StateMark } from './state-mark.tsx';
import { SwitchOff } from './switch-off.tsx';
import type { DeviceActions } from './use-device-actions.ts';

interface DevicePageProps {
  device: DeviceStatus;
  actions: DeviceActions;
  onBack: () => void;
}

/** Everything about one device, and what can be done with it. */
export function DevicePage({ device, actions, onBack }: DevicePageProps) {
  const { texts } = useMaintenance();
  const { t } = texts;
  return (
    <>
      <div className="m-bar">
        <Button icon="back" onPress={onBack}>
          {t('action.back')}
        </Button>
        <div className="m-bar__device">
          <ClassIcon of={device.class} />
          <Heading>{t(`class.${device.class}`)}</Heading>
          {device.simulated && <SimulatedBadge texts={texts} />}
        </div>
        <StateMark state={device.state} texts={texts} />
      </div>
      {device.code !== null && (
        <p className="m-why" data-state={device.state}>
          {texts.staff(device.code)} <code>{device.code}</code>
        </p>
      )}
      <div className="m-columns">
        <div className="m-column">
          <section className="m-panel" aria-labelledby="m-act">
            <h3 id="m-act">{t('act.title')}</h3>
            <Actions device={device} actions={actions} />
          </section>
          {device.class === 'camera' && device.state !== 'off' && <CameraPicture device={device} />}
          <LastTest test={device.lastTest} />
        </div>
        <div className="m-column">
          <DeviceStats device={device} />
          <DeviceErrors errors={device.lastErrors} />
          <DeviceFacts device={device} />
        </div>
      </div>
    </>
  );
}

function Actions({ device, actions }: { device: DeviceStatus; actions: DeviceActions }) {
  const { texts, live } = useMaintenance();
  const { t } = texts;
  const [asking, setAsking] = useState(false);
  const off = device.state === 'off';
  const work = actions.of(device.id);
  const busy = !live || work.running !== null;
  const start = (action: Parameters<DeviceActions['start']>[1]) => actions.start(device.id, action);
  return (
    <>
      <div className="m-actions">
        <Button kind="primary" size="main" disabled={busy || off} onPress={() => start('selfTest')}>
          {t('act.selfTest')}
        </Button>
        {device.can.recalibrate && (
          <Button disabled={busy || off} onPress={() => start('recalibrate')}>
            {t('act.recalibrate')}
          </Button>
        )}
        {device.can.testPage && (
          <Button disabled={busy || off} onPress={() => start('testPage')}>
            {t('act.testPage')}
          </Button>
        )}
        <Button disabled={busy} onPress={() => (off ? start('switchOn') : setAsking(true))}>
          {off ? t('act.switchOn') : t('act.switchOff')}
        </Button>
      </div>
      <OutcomeStrip work={work} />
      {(device.can.record || device.recording) && (
        <div className="m-record" data-on={device.recording || undefined}>
          <div>
            <h4>{t('record.title')}</h4>
            <p>{device.recording ? t('record.on') : t('record.what')}</p>
          </div>
          <Button disabled={busy} onPress={() => start(device.recording ? 'recordOff' : 'recordOn')}>
            {device.recording ? t('act.recordOff') : t('act.recordOn')}
          </Button>
        </div>
      )}
      {asking && (
        <SwitchOff
          device={device}
          onConfirm={() => {
            setAsking(false);
            start('switchOff');
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
