import type { Locale } from '../../contracts/primitives.ts';
import type { MaintenanceTexts } from './texts.ts';

/** The hall's own time, whatever zone the machine was set to. */
const HALL_ZONE = 'Asia/Shanghai';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long a job took: milliseconds below ten seconds, seconds from there on. */
export function took(ms: number, { t, locale }: MaintenanceTexts): string {
  if (ms < 10 * SECOND) return t('time.ms', { n: Math.round(ms).toLocaleString(locale) });
  return t('time.seconds', { n: (ms / SECOND).toLocaleString(locale, { maximumFractionDigits: 1 }) });
}

/** How long ago something was. A time that lies ahead (a clock was set) counts as now. */
export function ago(at: number, nowMs: number, { t }: MaintenanceTexts): string {
  const ms = nowMs - at;
  if (ms < 10 * SECOND) return t('time.now');
  if (ms < MINUTE) return t('time.secondsAgo', { n: Math.floor(ms / SECOND) });
  if (ms < HOUR) return t('time.minutesAgo', { n: Math.floor(ms / MINUTE) });
  if (ms < DAY) return t('time.hoursAgo', { n: Math.floor(ms / HOUR) });
  return t('time.daysAgo', { n: Math.floor(ms / DAY) });
}

/** A countdown as minutes and seconds, rounded up: 61,001 ms is `1:02`. */
export function minutesLeft(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / SECOND);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Day and time of an error, to the second. */
export const moment = (at: number, locale: Locale): string =>
  new Date(at).toLocaleString(locale, {
    timeZone: HALL_ZONE,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
