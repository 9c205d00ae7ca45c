import type { Transaction } from 'kysely';
import type { BookingBody, BookingRequest, OfflineTicket } from '../../contracts/booking.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import { clockText } from '../../contracts/hall-time.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { Text2 } from '../../contracts/reference.ts';
import { putMessage } from '../applications/messages.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { holderOf } from '../secrets.ts';
import { insertBooking, lockFor, placeBooking, type Wish } from './place.ts';
import type { BookingRow } from './rows.ts';
import { type Calendar, readCalendar } from './rules.ts';
import { nextFree } from './seats.ts';
import { putOfflineTicket } from './tickets.ts';

/** A checked row of a batch. */
export interface BookingItem {
  seq: number;
  booking: BookingBody;
}
export interface BookingOrigin {
  terminalId: string;
  receivedAt: Date;
}
type Hub = Pick<HubContext, 'now' | 'newId' | 'secrets' | 'log'>;
type Trx = Transaction<Database>;

/** Free slots that a refused citizen is told of. */
const OFFERED = 3;

/**
 * Requests and tickets of terminals that were without the hub, in the transaction that takes in their rows. A request
 * is confirmed while there is a seat, else refused with the next free slots; either way its citizen is told by a
 * message. Answers the rows that are refused: `booking.unknownMatter`, `booking.idTaken`, `ticket.unknownQueue`,
 * `ticket.numberTaken`.
 */
export async function applyBookings(
  hub: Hub,
  trx: Trx,
  origin: BookingOrigin,
  items: readonly BookingItem[],
): Promise<Map<number, ErrorCode>> {
  const refused = new Map<number, ErrorCode>();
  const requests = items.flatMap(({ seq, booking }) =>
    booking.type === 'request' ? [{ seq, wish: wishOf(hub, origin, booking) }] : [],
  );
  const tickets = items.flatMap(({ seq, booking }) =>
    booking.type === 'ticket' ? [{ seq, ticket: booking }] : [],
  );
  if (requests.length > 0) {
    await lockFor(
      trx,
      requests.map((r) => r.wish),
    );
    const calendar = await readCalendar({ ...hub, db: trx });
    for (const { seq, wish } of requests) {
      const code = await takeRequest(hub, trx, calendar, wish);
      if (code !== null) refused.set(seq, code);
    }
  }
  for (const { seq, ticket } of inOrder(tickets)) {
    const code = await putOfflineTicket(trx, origin, ticket);
    if (code !== null) refused.set(seq, code);
  }
  return refused;
}

const inOrder = (tickets: readonly { seq: number; ticket: OfflineTicket }[]) =>
  tickets.toSorted((a, b) => (a.ticket.queueId < b.ticket.queueId ? -1 : 1));

const wishOf = (hub: Hub, { receivedAt }: BookingOrigin, request: BookingRequest): Wish => ({
  id: request.id,
  holder: holderOf(hub.secrets, request.person.idNumber),
  person: request.person,
  phone: request.phone,
  matterId: request.matterId,
  day: request.day,
  minute: request.minute,
  terminalId: request.terminalId,
  source: 'offline',
  locale: request.locale,
  madeAt: new Date(Math.min(request.at, receivedAt.getTime())),
});

/** null: it has taken effect, now or before. */
async function takeRequest(hub: Hub, trx: Trx, calendar: Calendar, wish: Wish): Promise<ErrorCode | null> {
  // The citizen asked before: the deadline counts for those who ask now.
  const placed = await placeBooking(hub, trx, { ...calendar, leadMinutes: 0 }, wish);
  if (!placed.ok) return placed.error.code;
  const { matter } = placed.value;
  if (placed.value.kind === 'booked') {
    const { row, isNew } = placed.value;
    // Booked online before, while the terminal could not hear of it: its citizen has a slip that says "request".
    const isHeard = !isNew && row.source === 'offline';
    if (isHeard) return null;
    if (!isNew)
      await trx.updateTable('booking').set({ source: 'offline' }).where('id', '=', row.id).execute();
    if (row.state === 'confirmed') await tell(hub, trx, row, matter, timeOf(row, matter.place, row.locale));
    return null;
  }
  const { reason } = placed.value;
  const offered = await nextFree(trx, calendar, matter, hub.now().getTime(), OFFERED);
  const row = await insertBooking(hub, trx, matter, wish, { state: 'refused', reason, offered });
  if (row === null) return 'booking.idTaken';
  await tell(hub, trx, row, matter, offerOf(row));
  return null;
}

/** Tells the citizen what became of a booking. `matter.name` in the language that they used. */
export function tell(
  hub: Pick<HubContext, 'newId' | 'secrets' | 'now'>,
  trx: Trx,
  row: BookingRow,
  matter: { name: Text2 },
  note: string,
): Promise<void> {
  return putMessage(hub, trx, {
    holder: row.holder,
    event: row.state === 'confirmed' ? 'booking.confirmed' : 'booking.refused',
    no: row.no,
    title: row.locale === 'en' ? matter.name.en : matter.name.zh,
    note,
    asked: [],
    at: hub.now(),
  });
}

const slotText = (day: string, minute: number): string => `${day} ${clockText(minute)}`;

function timeOf(row: BookingRow, place: Text2, locale: Locale): string {
  const time = `${slotText(row.day, row.minute)}–${clockText(row.end_minute)}`;
  return locale === 'en' ? `${time}, ${place.en}` : `${time}，${place.zh}`;
}

/** What was wanted, and what is free instead. */
export function offerOf(row: Pick<BookingRow, 'day' | 'minute' | 'locale' | 'offered'>): string {
  const wanted = slotText(row.day, row.minute);
  const free = row.offered.map((o) => slotText(o.day, o.minute));
  if (row.locale === 'en') {
    const next = free.length === 0 ? 'No time is free in the coming days.' : `Free: ${free.join('; ')}.`;
    return `${wanted} could not be booked. ${next}`;
  }
  const next = free.length === 0 ? '近期没有空余时段。' : `还可以约：${free.join('、')}。`;
  return `${wanted} 没有约上。${next}`;
}
