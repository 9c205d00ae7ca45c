/**
 * The hall's time is Beijing time (北京时间): UTC+8 all year, in every hall. Times are shown and asked for in it
 * wherever the browser is. A "minute text" is `YYYY-MM-DDTHH:mm` in Beijing time.
 */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

const iso = (ms: number): string => new Date(ms + OFFSET_MS).toISOString();

/** `2026-11-24 21:28:02` */
export const dateTime = (ms: number): string => iso(ms).slice(0, 19).replace('T', ' ');
/** `11-24 21:28:02`, with the year when it is not this year. */
export const shortDateTime = (ms: number, nowMs: number): string =>
  iso(ms).slice(0, 4) === iso(nowMs).slice(0, 4) ? dateTime(ms).slice(5) : dateTime(ms);
/** `21:28:02.345` */
export const clockTime = (ms: number): string => iso(ms).slice(11, 23);
export const minuteText = (ms: number): string => iso(ms).slice(0, 16);

/** Start of the Beijing day that holds `ms`. */
export const startOfDay = (ms: number): number => Math.floor((ms + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;

const MINUTE_TEXT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
/** ms of a minute text; null when it is none (or no such day). */
export function parseMinute(text: string): number | null {
  if (!MINUTE_TEXT.test(text)) return null;
  const ms = Date.parse(`${text}:00Z`) - OFFSET_MS;
  return Number.isFinite(ms) && ms >= 0 && minuteText(ms) === text ? ms : null;
}

export type SpanUnit = 'ms' | 'second' | 'minute' | 'hour' | 'day';
const UNITS: readonly (readonly [SpanUnit, number])[] = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** A length of time as a person says it: one unit, rounded down, a tenth only below 10 s. */
export function span(ms: number): { unit: SpanUnit; n: number } {
  const length = Math.abs(ms);
  for (const [unit, size] of UNITS) {
    if (length < size) continue;
    const n =
      unit === 'second' && length < 10_000 ? Math.floor(length / 100) / 10 : Math.floor(length / size);
    return { unit, n };
  }
  return { unit: 'ms', n: Math.round(length) };
}
