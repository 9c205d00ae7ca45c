import { type Kysely, sql } from 'kysely';
import type { BookingMatter } from '../../contracts/booking.ts';
import { openDay, openDays, type Slot } from '../../contracts/booking-calendar.ts';
import { addDays, dayOf, msAt } from '../../contracts/hall-time.ts';
import type { Database } from '../db/schema.ts';
import { SEATED } from './machine.ts';
import type { Calendar } from './rules.ts';

/** How many sit at one time of a matter. Slots of earlier rules may lie across those of today's. */
export interface Taken {
  startMs: number;
  endMs: number;
  count: number;
}

/** Literal, so that the index of taken seats serves it. */
export const IS_SEATED = sql`state in (${sql.join(SEATED.map((state) => sql.lit(state)))})`;

/** Seats taken of a matter between two moments. */
export async function readTaken(
  db: Kysely<Database>,
  matterId: string,
  fromMs: number,
  toMs: number,
): Promise<Taken[]> {
  const { rows } = await sql<{ starts_at: Date; ends_at: Date; count: number }>`
    select starts_at, ends_at, count(*)::int as count from booking
    where matter_id = ${matterId} and ${IS_SEATED}
      and starts_at < ${new Date(toMs)} and ends_at > ${new Date(fromMs)}
    group by starts_at, ends_at`.execute(db);
  return rows.map((r) => ({ startMs: r.starts_at.getTime(), endMs: r.ends_at.getTime(), count: r.count }));
}

/** Seats of a slot that are taken. */
export function takenIn(taken: readonly Taken[], day: string, slot: Slot): number {
  const [start, end] = [msAt(day, slot.minute), msAt(day, slot.endMinute)];
  return taken.reduce((n, t) => n + (t.startMs < end && t.endMs > start ? t.count : 0), 0);
}

const freeIn = (matter: BookingMatter, taken: readonly Taken[], day: string, slot: Slot): number =>
  Math.max(0, matter.capacity - takenIn(taken, day, slot));

/** Free seats of each day that can be booked. */
export async function freeDays(
  db: Kysely<Database>,
  calendar: Calendar,
  matter: BookingMatter,
  nowMs: number,
) {
  const today = dayOf(nowMs);
  const taken = await readTaken(db, matter.id, nowMs, msAt(addDays(today, calendar.daysAhead + 1), 0));
  return openDays(calendar, matter, nowMs).map(({ day, slots, exception }) => ({
    day,
    slots: slots.length,
    free: slots.reduce((n, slot) => n + freeIn(matter, taken, day, slot), 0),
    exception,
  }));
}

/** Free seats of each slot of a day that can be booked. */
export async function freeSlots(
  db: Kysely<Database>,
  calendar: Calendar,
  matter: BookingMatter,
  day: string,
  nowMs: number,
) {
  const taken = await readTaken(db, matter.id, msAt(day, 0), msAt(day, 1440));
  return openDay(calendar, matter, day, nowMs).slots.map((slot) => ({
    ...slot,
    free: freeIn(matter, taken, day, slot),
  }));
}

/** The next slots with a free seat, on as many days as there are up to `limit`: a choice rather than one morning. */
export async function nextFree(
  db: Kysely<Database>,
  calendar: Calendar,
  matter: BookingMatter,
  nowMs: number,
  limit: number,
): Promise<{ day: string; minute: number }[]> {
  const until = msAt(addDays(dayOf(nowMs), calendar.daysAhead + 1), 0);
  const taken = await readTaken(db, matter.id, nowMs, until);
  return openDays(calendar, matter, nowMs)
    .flatMap(({ day, slots }) => {
      const slot = slots.find((s) => freeIn(matter, taken, day, s) > 0);
      return slot === undefined ? [] : [{ day, minute: slot.minute }];
    })
    .slice(0, limit);
}
