import type { DeviceStatus } from '../../contracts/devices.ts';
import { useMaintenance } from './context.ts';
import { ago, moment, took } from './format.ts';
import { useTicking } from './hooks.ts';

/** How often the ages of errors are counted anew, ms. */
const AGE_MS = 5_000;

/** What the device is and where it is connected. */
export function DeviceFacts({ device }: { device: DeviceStatus }) {
  const { t } = useMaintenance().texts;
  const { identity } = device;
  const rows: [label: string, value: string | null][] = [
    [t('device.id'), device.id],
    [t('device.driver'), device.driver],
    [t('device.port'), identity.port],
    [t('device.vendor'), identity.vendor],
    [t('device.product'), identity.product],
    [t('device.serialNumber'), identity.serialNumber],
    [t('device.firmware'), identity.firmware],
    [t('device.need'), device.required ? t('device.required') : t('device.optional')],
  ];
  return (
    <section className="m-panel" aria-labelledby="m-facts">
      <h3 id="m-facts">{t('device.facts')}</h3>
      <dl className="m-facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={value === null ? 'unknown' : undefined}>{value ?? t('device.unknown')}</dd>
          </div>
        ))}
      </dl>
      {device.simulated && <p className="m-simulated">{t('device.simulated')}</p>}
    </section>
  );
}

export function DeviceStats({ device: { stats } }: { device: DeviceStatus }) {
  const { texts } = useMaintenance();
  const { t, locale } = texts;
  const time = (ms: number | null) => (ms === null ? '—' : took(ms, texts));
  const figures: [label: string, value: string][] = [
    [t('stats.done'), stats.done.toLocaleString(locale)],
    [t('stats.errors'), stats.errors.toLocaleString(locale)],
    [t('stats.last'), time(stats.lastMs)],
    [t('stats.worst'), time(stats.worstMs)],
  ];
  return (
    <section className="m-panel" aria-labelledby="m-stats">
      <h3 id="m-stats">{t('stats.title')}</h3>
      <dl className="m-stats">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The last errors, newest first, with what staff can do about each. */
export function DeviceErrors({ errors }: { errors: DeviceStatus['lastErrors'] }) {
  const { texts, env } = useMaintenance();
  const { t, locale } = texts;
  const nowMs = useTicking(env.wallMs, AGE_MS);
  return (
    <section className="m-panel" aria-labelledby="m-errors">
      <h3 id="m-errors">{t('errors.title')}</h3>
      {errors.length === 0 ? (
        <p className="quiet">{t('errors.none')}</p>
      ) : (
        <ol className="m-errors">
          {keyed(errors).map(({ key, error }) => (
            <li key={key}>
              <p className="m-errors__when">
                <time dateTime={new Date(error.at).toISOString()}>{moment(error.at, locale)}</time>{' '}
                <span>{ago(error.at, nowMs, texts)}</span>
              </p>
              <p>{texts.staff(error.code)}</p>
              <p className="m-errors__code">
                <code>{error.code}</code> {error.detail !== null && <code>{error.detail}</code>}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Two errors may have one time: the older ones are counted from the end, where nothing is added. */
const keyed = (errors: DeviceStatus['lastErrors']) =>
  errors.map((error, n) => ({
    key: `${error.at} ${errors.slice(n).filter((other) => other.at === error.at).length}`,
    error,
  }));
