import { useEffect, useRef } from 'react';
import type { DeviceStatus } from '../../contracts/devices.ts';
import { ClassIcon } from './class-icon.tsx';
import { useMaintenance } from './context.ts';
import { ago, took } from './format.ts';
import { SimulatedBadge, StateMark } from './state-mark.tsx';
import type { DeviceWork } from './use-device-actions.ts';

interface DeviceCardProps {
  device: DeviceStatus;
  work: DeviceWork;
  /** Wall clock, ms. */
  nowMs: number;
  onOpen: () => void;
  /** The focus comes here when the list appears. */
  wasOpen: boolean;
}

/** One device at a glance; pressed, it opens the device's page. */
export function DeviceCard({ device, work, nowMs, onOpen, wasOpen }: DeviceCardProps) {
  const { texts } = useMaintenance();
  const { t } = texts;
  const { identity, stats } = device;
  const [latest] = device.lastErrors;
  const made = [identity.vendor, identity.product].filter((part) => part !== null).join(' ');
  const id = `device-${device.id}`;
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the list appears
  useEffect(() => {
    if (wasOpen) button.current?.focus();
  }, []);
  return (
    <article className="card" data-state={device.state}>
      <button
        type="button"
        className="card__open"
        data-device={device.id}
        aria-labelledby={`${id}-name ${id}-state`}
        onClick={onOpen}
        ref={button}
      />
      <div className="card__head">
        <ClassIcon of={device.class} />
        <h3 className="card__name" id={`${id}-name`}>
          {t(`class.${device.class}`)}
        </h3>
        <StateMark state={device.state} texts={texts} id={`${id}-state`} />
      </div>
      {device.code !== null && device.state !== 'ok' && (
        <p className="card__why clamp-2">{texts.staff(device.code)}</p>
      )}
      <p className="card__badges">
        <code>{device.id}</code>
        <span className="badge">{device.required ? t('device.required') : t('device.optional')}</span>
        {device.simulated && <SimulatedBadge texts={texts} />}
        {device.recording && <span className="badge badge--recording">{t('device.recording')}</span>}
        {work.running !== null && (
          <span className="badge badge--busy">{t(`busy.${work.running.action}`)}</span>
        )}
      </p>
      <div className="card__lines">
        <Line label={t('device.driver')} value={device.driver} />
        <Line label={t('device.firmware')} value={identity.firmware} />
        <Line wide label={t('device.port')} value={identity.port} />
        <Line wide label={t('device.product')} value={made === '' ? null : made} />
        <Line wide label={t('device.serialNumber')} value={identity.serialNumber} />
      </div>
      <div className="card__stats">
        <Stat label={t('stats.done')} value={stats.done.toLocaleString(texts.locale)} />
        <Stat label={t('stats.errors')} value={stats.errors.toLocaleString(texts.locale)} />
        <Stat label={t('stats.last')} value={stats.lastMs === null ? '—' : took(stats.lastMs, texts)} />
        <Stat label={t('stats.worst')} value={stats.worstMs === null ? '—' : took(stats.worstMs, texts)} />
      </div>
      <p className="card__error">
        {latest === undefined
          ? t('stats.noError')
          : t('stats.lastError', { ago: ago(latest.at, nowMs, texts) })}
      </p>
    </article>
  );
}

function Line({ label, value, wide }: { label: string; value: string | null; wide?: true }) {
  const { t } = useMaintenance().texts;
  return (
    <p className={wide ? 'card__line card__line--wide' : 'card__line'}>
      <span className="card__label">{label}</span>{' '}
      <span className={value === null ? 'unknown' : undefined}>{value ?? t('device.unknown')}</span>
    </p>
  );
}

const Stat = ({ label, value }: { label: string; value: string }) => (
  <p>
    <span className="card__label">{label}</span> <span className="card__figure">{value}</span>
  </p>
);
