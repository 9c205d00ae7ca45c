/**
 * The hall's time is Beijing time (北京时间): UTC+8 all year. A day is a text `YYYY-MM-DD`, a time of day the minutes
 * since midnight. Free of imports, so that screens may use it.
 */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The day that `ms` (since the Unix epoch) lies in. */
export const dayOf = (ms: number): string => new Date(ms + OFFSET_MS).toISOString().slice(0, 10);

/** Whole minutes since midnight of the day that `ms` lies in. */
export const minuteOf = (ms: number): number => Math.floor(((ms + OFFSET_MS) % DAY_MS) / MINUTE_MS);

/** ms since the Unix epoch of a minute of a day; 1440 is the midnight that ends it. */
export const msAt = (day: string, minute: number): number =>
  Date.parse(`${day}T00:00:00Z`) - OFFSET_MS + minute * MINUTE_MS;

/** `n` days later. */
export const addDays = (day: string, n: number): string => dayOf(msAt(day, 0) + n * DAY_MS);

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** Is it a day that the calendar has? */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(msAt(text, 0)) && dayOf(msAt(text, 0)) === text;

/** `09:30` */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Day and time that `ms` (since the Unix epoch) lies in: `2026-11-25 09:30`. */
export const dayAndTime = (ms: number): string => `${dayOf(ms)} ${clockText(minuteOf(ms))}`;
