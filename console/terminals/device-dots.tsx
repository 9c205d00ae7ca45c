import type { DeviceState, DeviceSummary } from '../../contracts/devices.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { StateText, type Tone } from '../ui/state-text.tsx';
import { isDeviceOut } from './summary.ts';

const TONE: Record<DeviceState, Tone> = {
  ok: 'good',
  degraded: 'warn',
  missing: 'bad',
  fault: 'bad',
  off: 'quiet',
};

/** A terminal's peripherals as a row of dots, read out as a sentence; pressed, it shows them one by one. */
export function DeviceDots(o: { devices: DeviceSummary[]; open: boolean; onToggle: () => void }) {
  const { devices } = o;
  const { t } = useConsoleTexts();
  if (devices.length === 0) return <span className="zero">–</span>;
  const out = devices.filter(isDeviceOut).length;
  return (
    <button
      type="button"
      className="device-dots"
      aria-expanded={o.open}
      onClick={o.onToggle}
      aria-label={t(out > 0 ? 'terminals.devicesOut' : 'terminals.devicesWell', { n: devices.length, out })}
    >
      {devices.map((d) => (
        <span
          key={d.id}
          className={`state state-${TONE[d.state]}`}
          title={`${t(`terminals.device.${d.class}`)}: ${t(`terminals.deviceState.${d.state}`)}`}
        />
      ))}
    </button>
  );
}

/** The same devices one by one: what each is, how it is, and the code of why. */
export function DeviceList({ devices }: { devices: DeviceSummary[] }) {
  const { t } = useConsoleTexts();
  return (
    <ul className="device-list" aria-label={t('terminals.column.devices')}>
      {devices.map((d) => (
        <li key={d.id}>
          <span>
            {t(`terminals.device.${d.class}`)} <span className="mono faint">{d.id}</span>
          </span>
          <StateText tone={TONE[d.state]}>{t(`terminals.deviceState.${d.state}`)}</StateText>
          {d.code !== null && <span className="mono faint">{d.code}</span>}
          {!d.required && <span className="faint">{t('terminals.deviceOptional')}</span>}
          {d.simulated && <span className="faint">{t('terminals.deviceSimulated')}</span>}
        </li>
      ))}
    </ul>
  );
}
