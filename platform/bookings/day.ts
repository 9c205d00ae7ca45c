import { sql } from 'kysely';
import { openDay } from '../../contracts/booking-calendar.ts';
import { msAt } from '../../contracts/hall-time.ts';
import type { BookedRow, MatterDay } from '../../contracts/hub/booking-console-api.ts';
import { MAX_DAY_ROWS } from '../../contracts/hub/booking-console-api.ts';
import type { HubContext } from '../context.ts';
import { openPerson } from './rows.ts';
import { readMatters, toException } from './rules.ts';
import { IS_SEATED, type Taken, takenIn } from './seats.ts';

type Hub = Pick<HubContext, 'db' | 'secrets'>;

/** One day of the hall as staff see it: seats of each matter, and who comes. */
export async function readDay(hub: Hub, day: string) {
  const exceptions = await hub.db
    .selectFrom('booking_exception')
    .selectAll()
    .where('day', '=', day)
    .execute();
  const known = exceptions.map(toException);
  const taken = await takenOfDay(hub, day);
  const matters = (await readMatters(hub.db)).map((matter): MatterDay => {
    // Also what has passed or is too late to be booked: staff see the whole day.
    const whole = { daysAhead: 0, leadMinutes: 0, exceptions: known };
    const { slots } = openDay(whole, matter, day, msAt(day, 0));
    const own = taken.get(matter.id) ?? [];
    return {
      matterId: matter.id,
      name: matter.name,
      department: matter.department,
      place: matter.place,
      taken: own.reduce((n, t) => n + t.count, 0),
      seats: slots.length * matter.capacity,
      slots: slots.map((slot) => ({ ...slot, taken: takenIn(own, day, slot), seats: matter.capacity })),
      exception: known.find((e) => e.matterId === matter.id) ?? null,
    };
  });
  return {
    day,
    exception: known.find((e) => e.matterId === null) ?? null,
    matters,
    rows: await readRows(hub, day),
  };
}

async function takenOfDay({ db }: Hub, day: string): Promise<Map<string, Taken[]>> {
  const { rows } = await sql<{ matter_id: string; starts_at: Date; ends_at: Date; count: number }>`
    select matter_id, starts_at, ends_at, count(*)::int as count from booking
    where day = ${day} and ${IS_SEATED} group by matter_id, starts_at, ends_at`.execute(db);
  const taken = new Map<string, Taken[]>();
  for (const row of rows) {
    const one = { startMs: row.starts_at.getTime(), endMs: row.ends_at.getTime(), count: row.count };
    taken.set(row.matter_id, [...(taken.get(row.matter_id) ?? []), one]);
  }
  return taken;
}

async function readRows({ db, secrets }: Hub, day: string): Promise<BookedRow[]> {
  const rows = await db
    .selectFrom('booking')
    .selectAll()
    .where('day', '=', day)
    .orderBy('minute')
    .orderBy('no')
    .limit(MAX_DAY_ROWS)
    .execute();
  return rows.map((row) => {
    const person = openPerson(secrets, row);
    return {
      id: row.id,
      no: row.no,
      matterId: row.matter_id,
      minute: row.minute,
      endMinute: row.end_minute,
      name: person === null ? null : maskName(person.name),
      hasPhone: person?.phone != null,
      state: row.state,
      source: row.source,
      terminalId: row.terminal_id,
      madeMs: row.made_at.getTime(),
    };
  });
}

/** `王*`, `王*明`, `欧***明`: enough to call somebody up, not enough to know them by. */
export function maskName(name: string): string {
  const chars = [...name];
  const [first = ''] = chars;
  if (chars.length <= 2) return `${first}*`;
  return `${first}${'*'.repeat(chars.length - 2)}${chars.at(-1)}`;
}
