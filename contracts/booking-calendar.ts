import type { BookingMatter, BookingRules, DayException, Opening } from './booking.ts';
import { addDays, dayOf, minuteOf, weekdayOf } from './hall-time.ts';
import type { Text2 } from './reference.ts';

/** Which slots there are, by the rules alone: pure, the same at the hub and at a terminal without it. */
export interface Slot {
  minute: number;
  endMinute: number;
}
export interface OpenDay {
  day: string;
  /** In order of time; empty: nothing can be booked. */
  slots: Slot[];
  /** Why the day differs from others of its weekday; null: it does not. */
  exception: Text2 | null;
}

type Calendar = Pick<BookingRules, 'daysAhead' | 'leadMinutes' | 'exceptions'>;
type Bookable = Pick<BookingMatter, 'id' | 'opening' | 'slotMinutes'>;

/** Today and the days after it; of today only what still can be booked. */
export function openDays(rules: Calendar, matter: Bookable, nowMs: number): OpenDay[] {
  const today = dayOf(nowMs);
  return Array.from({ length: rules.daysAhead + 1 }, (_, n) =>
    openDay(rules, matter, addDays(today, n), nowMs),
  );
}

export function openDay(rules: Calendar, matter: Bookable, day: string, nowMs: number): OpenDay {
  const exception = exceptionOn(rules.exceptions, matter.id, day);
  const earliest = earliestMinute(rules, day, nowMs);
  const slots = periodsOn(matter.opening, exception, day)
    .flatMap((period) => cut(period, matter.slotMinutes))
    .filter((slot) => slot.minute >= earliest);
  return { day, slots, exception: exception?.reason ?? null };
}

/** The slot that begins then, if there is one that can be booked. */
export const slotAt = (
  rules: Calendar,
  matter: Bookable,
  day: string,
  minute: number,
  nowMs: number,
): Slot | null => openDay(rules, matter, day, nowMs).slots.find((slot) => slot.minute === minute) ?? null;

/** Is it open at this moment? */
export function isOpenAt(
  openings: readonly Opening[],
  exceptions: readonly DayException[],
  nowMs: number,
): boolean {
  const day = dayOf(nowMs);
  const minute = minuteOf(nowMs);
  const exception = exceptionOn(exceptions, null, day);
  return periodsOn(openings, exception, day).some((p) => p.from <= minute && minute < p.to);
}

function earliestMinute({ daysAhead, leadMinutes }: Calendar, day: string, nowMs: number): number {
  const today = dayOf(nowMs);
  if (day < today || day > addDays(today, daysAhead)) return Number.POSITIVE_INFINITY;
  return day === today ? minuteOf(nowMs) + leadMinutes : 0;
}

function exceptionOn(
  exceptions: readonly DayException[],
  matterId: string | null,
  day: string,
): DayException | null {
  const onDay = exceptions.filter((e) => e.day === day);
  const own = matterId === null ? undefined : onDay.find((e) => e.matterId === matterId);
  return own ?? onDay.find((e) => e.matterId === null) ?? null;
}

function periodsOn(openings: readonly Opening[], exception: DayException | null, day: string): Opening[] {
  if (exception !== null && exception.opensAs === null) return [];
  const weekday = exception?.opensAs ?? weekdayOf(day);
  return openings.filter((o) => o.weekdays.includes(weekday)).toSorted((a, b) => a.from - b.from);
}

/** Whole slots only: what is left of a period is shorter than one and is not offered. */
function cut({ from, to }: Opening, slotMinutes: number): Slot[] {
  const count = Math.max(0, Math.floor((to - from) / slotMinutes));
  return Array.from({ length: count }, (_, i) => ({
    minute: from + i * slotMinutes,
    endMinute: from + (i + 1) * slotMinutes,
  }));
}
