import type { Kysely } from 'kysely';
import type { BookingMatter, BookingRules, DayException, TicketQueue } from '../../contracts/booking.ts';
import { addDays, dayOf } from '../../contracts/hall-time.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { namesOf, placeOf } from './rows.ts';
import { readBookingSettings } from './settings.ts';

type Reader = Pick<HubContext, 'db' | 'log' | 'now'>;

/** All that a terminal needs to go on without the hub; `terminalId` gets its mark at its first call. */
export async function readRules(hub: Reader, terminalId: string): Promise<BookingRules> {
  const { daysAhead, leadMinutes, maxOpen } = await readBookingSettings(hub);
  return {
    daysAhead,
    leadMinutes,
    maxOpen,
    mark: await markOf(hub.db, terminalId),
    matters: await readMatters(hub.db),
    exceptions: await readExceptions(hub, daysAhead),
    queues: await readQueues(hub.db),
  };
}

export interface Calendar {
  daysAhead: number;
  leadMinutes: number;
  maxOpen: number;
  exceptions: DayException[];
}
export async function readCalendar(hub: Reader): Promise<Calendar> {
  const { daysAhead, leadMinutes, maxOpen } = await readBookingSettings(hub);
  return { daysAhead, leadMinutes, maxOpen, exceptions: await readExceptions(hub, daysAhead) };
}

/** Those that can be booked, in the hall's order. */
export async function readMatters(db: Kysely<Database>): Promise<BookingMatter[]> {
  const rows = await matterQuery(db)
    .where('m.enabled', '=', true)
    .orderBy('m.department_id')
    .orderBy('m.position')
    .orderBy('m.id')
    .execute();
  return rows.map(toMatter);
}

/** null: there is none, or it cannot be booked any more. */
export async function findMatter(db: Kysely<Database>, id: string): Promise<BookingMatter | null> {
  const row = await matterQuery(db).where('m.id', '=', id).where('m.enabled', '=', true).executeTakeFirst();
  return row === undefined ? null : toMatter(row);
}

/** Names of matters, also of those that cannot be booked any more. */
export async function matterNames(db: Kysely<Database>, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, BookingMatter>();
  const rows = await matterQuery(db)
    .where('m.id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, toMatter(row)]));
}

const matterQuery = (db: Kysely<Database>) =>
  db
    .selectFrom('booking_matter as m')
    .innerJoin('department as d', 'd.id', 'm.department_id')
    .selectAll('m')
    .select(['d.name_zh as department_zh', 'd.name_en as department_en']);

const toMatter = (
  row: Awaited<ReturnType<ReturnType<typeof matterQuery>['executeTakeFirstOrThrow']>>,
): BookingMatter => ({
  id: row.id,
  departmentId: row.department_id,
  department: { zh: row.department_zh, en: row.department_en },
  itemCode: row.item_code,
  name: namesOf(row),
  place: placeOf(row),
  opening: row.opening,
  slotMinutes: row.slot_minutes,
  capacity: row.capacity,
});

async function readExceptions(
  { db, now }: Pick<Reader, 'db' | 'now'>,
  daysAhead: number,
): Promise<DayException[]> {
  const today = dayOf(now().getTime());
  const rows = await db
    .selectFrom('booking_exception')
    .selectAll()
    .where('day', '>=', today)
    .where('day', '<=', addDays(today, daysAhead))
    .orderBy('day')
    .orderBy('matter_id')
    .execute();
  return rows.map(toException);
}

export const toException = (row: {
  day: string;
  matter_id: string;
  opens_as: number | null;
  reason_zh: string;
  reason_en: string;
}): DayException => ({
  day: row.day,
  matterId: row.matter_id === '' ? null : row.matter_id,
  opensAs: row.opens_as,
  reason: { zh: row.reason_zh, en: row.reason_en },
});

async function readQueues(db: Kysely<Database>): Promise<TicketQueue[]> {
  const rows = await db
    .selectFrom('ticket_queue')
    .selectAll()
    .where('enabled', '=', true)
    .orderBy('letter')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    letter: row.letter,
    name: namesOf(row),
    place: placeOf(row),
    opening: row.opening,
  }));
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
/** A, B … Z without I and O, which are read as 1 and 0; then AA, AB … */
export function markAt(n: number): string {
  const last = LETTERS.charAt(n % LETTERS.length);
  return n < LETTERS.length ? last : markAt(Math.floor(n / LETTERS.length) - 1) + last;
}

/** The terminal's own mark, for ever. Two terminals that come first at once may meet in one: then the later takes another. */
async function markOf(db: Kysely<Database>, terminalId: string): Promise<string> {
  const read = () =>
    db.selectFrom('ticket_mark').select('mark').where('terminal_id', '=', terminalId).executeTakeFirst();
  for (;;) {
    const known = await read();
    if (known !== undefined) return known.mark;
    const { count } = await db
      .selectFrom('ticket_mark')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    await db
      .insertInto('ticket_mark')
      .values({ terminal_id: terminalId, mark: markAt(count) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
