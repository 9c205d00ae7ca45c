import { sql, type Transaction } from 'kysely';
import {
  type BookingMatter,
  type BookingWish,
  bookingNoOf,
  type RefusalReason,
} from '../../contracts/booking.ts';
import { slotAt } from '../../contracts/booking-calendar.ts';
import { msAt } from '../../contracts/hall-time.ts';
import type { Person } from '../../contracts/hub/person.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { type BookingRow, sealPerson } from './rows.ts';
import { type Calendar, findMatter, matterNames } from './rules.ts';
import { readTaken, takenIn } from './seats.ts';

type Trx = Transaction<Database>;
type Offered = Pick<BookingWish, 'day' | 'minute'>;

/** What somebody wants, by whichever way it came. */
export interface Wish extends BookingWish {
  id: string;
  holder: Buffer;
  person: Pick<Person, 'name' | 'by'>;
  phone: string | null;
  terminalId: string;
  source: 'online' | 'offline';
  locale: Locale;
  madeAt: Date;
}

/** Of the advisory locks on persons; the second key is of the person. */
const HOLDER_LOCK = 0x424f_4f4b;

/**
 * Why a slot is never overbooked, and a person never has more than allowed: whoever takes a seat first holds the person
 * (advisory lock), then the matter (row lock), both until COMMIT; only then are seats counted, by a statement that sees
 * every COMMIT before it (READ COMMITTED). All lock in this order, several of a kind in the order of their keys.
 */
export async function lockFor(trx: Trx, wishes: readonly Pick<Wish, 'holder' | 'matterId'>[]): Promise<void> {
  const holders = [...new Set(wishes.map((w) => w.holder.readInt32BE(0)))].sort((a, b) => a - b);
  for (const holder of holders)
    await sql`select pg_advisory_xact_lock(${HOLDER_LOCK}, ${holder})`.execute(trx);
  await lockMatters(trx, [...new Set(wishes.map((w) => w.matterId))]);
}

/** Nobody takes or loses a seat of these until the transaction ends. null: of every matter. */
export async function lockMatters(trx: Trx, ids: readonly string[] | null): Promise<void> {
  let query = trx.selectFrom('booking_matter').select('id').orderBy('id').forNoKeyUpdate();
  if (ids !== null) query = query.where('id', 'in', [...ids]);
  await query.execute();
}

/** A seat that was taken, now or before; or why there is none, with what the refusal is about. */
export type Placed =
  | { kind: 'booked'; row: BookingRow; matter: BookingMatter; isNew: boolean }
  | { kind: 'refused'; reason: RefusalReason; matter: BookingMatter };

/**
 * Takes a seat in the caller's transaction, which holds `lockFor`. `leadMinutes` of the calendar decides until when a
 * slot can be taken. `booking.unknownMatter`; `booking.idTaken`: the id is of another wish.
 */
export async function placeBooking(
  hub: Pick<HubContext, 'now' | 'secrets'>,
  trx: Trx,
  calendar: Calendar,
  wish: Wish,
): Promise<Answer<Placed>> {
  const known = await trx.selectFrom('booking').selectAll().where('id', '=', wish.id).executeTakeFirst();
  if (known !== undefined && !isSame(known, wish)) return fail('booking.idTaken');
  // What was booked stays known when its matter can be booked no more.
  const matter =
    known === undefined
      ? await findMatter(trx, wish.matterId)
      : (await matterNames(trx, [wish.matterId])).get(wish.matterId);
  if (matter == null) return fail('booking.unknownMatter');
  if (known !== undefined) return ok({ kind: 'booked', row: known, matter, isNew: false });
  const reason = await whyNot(hub, trx, calendar, matter, wish);
  if (reason !== null) return ok({ kind: 'refused', reason, matter });
  const row = await insertBooking(hub, trx, matter, wish, { state: 'confirmed', reason: null, offered: [] });
  return row === null ? fail('booking.idTaken') : ok({ kind: 'booked', row, matter, isNew: true });
}

const isSame = (row: BookingRow, wish: Wish): boolean =>
  row.holder.equals(wish.holder) &&
  row.matter_id === wish.matterId &&
  row.day === wish.day &&
  row.minute === wish.minute;

async function whyNot(
  { now }: Pick<HubContext, 'now'>,
  trx: Trx,
  calendar: Calendar,
  matter: BookingMatter,
  { holder, day, minute }: Wish,
): Promise<RefusalReason | null> {
  const nowMs = now().getTime();
  const slot = slotAt(calendar, matter, day, minute, nowMs);
  if (slot === null)
    return msAt(day, minute) < nowMs + calendar.leadMinutes * 60_000 ? 'booking.late' : 'booking.closed';
  const { rows } = await sql<{ open: number; then: number }>`
    select count(*)::int as open,
      count(*) filter (where starts_at < ${new Date(msAt(day, slot.endMinute))}
        and ends_at > ${new Date(msAt(day, minute))})::int as then
    from booking where holder = ${holder} and state = 'confirmed' and ends_at > ${now()}`.execute(trx);
  if ((rows[0]?.then ?? 0) > 0) return 'booking.sameTime';
  if ((rows[0]?.open ?? 0) >= calendar.maxOpen) return 'booking.tooMany';
  const taken = await readTaken(trx, matter.id, msAt(day, minute), msAt(day, slot.endMinute));
  return takenIn(taken, day, slot) >= matter.capacity ? 'booking.full' : null;
}

/** null: id or number are known. */
export async function insertBooking(
  hub: Pick<HubContext, 'now' | 'secrets'>,
  trx: Trx,
  matter: BookingMatter,
  wish: Wish,
  outcome: { state: 'confirmed' | 'refused'; reason: RefusalReason | null; offered: Offered[] },
): Promise<BookingRow | null> {
  const at = hub.now();
  const endMinute = wish.minute + matter.slotMinutes;
  const row = await trx
    .insertInto('booking')
    .values({
      id: wish.id,
      no: bookingNoOf(wish.id, wish.day),
      matter_id: wish.matterId,
      day: wish.day,
      minute: wish.minute,
      end_minute: endMinute,
      starts_at: new Date(msAt(wish.day, wish.minute)),
      ends_at: new Date(msAt(wish.day, endMinute)),
      state: outcome.state,
      reason: outcome.reason,
      offered: JSON.stringify(outcome.offered),
      holder: wish.holder,
      proof: wish.person.by,
      person: sealPerson(hub.secrets, wish.id, { name: wish.person.name, phone: wish.phone }),
      terminal_id: wish.terminalId,
      source: wish.source,
      locale: wish.locale,
      made_at: wish.madeAt,
      received_at: at,
      changed_at: at,
      changed_by: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}
