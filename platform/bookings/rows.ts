import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { BookingView, TicketView } from '../../contracts/booking.ts';
import { phone } from '../../contracts/booking.ts';
import { personName } from '../../contracts/hub/booking-console-api.ts';
import type { Text2 } from '../../contracts/reference.ts';
import type { Secrets } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { nextState } from './machine.ts';

export type BookingRow = Selectable<Database['booking']>;
type MatterRow = Selectable<Database['booking_matter']>;
type QueueRow = Selectable<Database['ticket_queue']>;

export const namesOf = (row: { name_zh: string; name_en: string }): Text2 => ({
  zh: row.name_zh,
  en: row.name_en,
});
export const placeOf = (row: Pick<MatterRow | QueueRow, 'place_zh' | 'place_en'>): Text2 => ({
  zh: row.place_zh,
  en: row.place_en,
});

/** What a booking says of its person. */
export const bookedPerson = z.object({ name: personName, phone: phone.nullable() });
export type BookedPerson = z.infer<typeof bookedPerson>;

const binding = (id: string): string => `booking.person:${id}`;

export const sealPerson = (secrets: Pick<Secrets, 'seal'>, id: string, person: BookedPerson): Buffer =>
  secrets.seal(Buffer.from(JSON.stringify(person), 'utf8'), binding(id));

/** null: purged, or bytes that do not open. */
export function openPerson(
  secrets: Pick<Secrets, 'open'>,
  { id, person }: Pick<BookingRow, 'id' | 'person'>,
): BookedPerson | null {
  if (person === null) return null;
  try {
    return bookedPerson.parse(JSON.parse(secrets.open(person, binding(id)).toString('utf8')));
  } catch {
    return null;
  }
}

/** A booking as its holder sees it. */
export const toView = (
  row: BookingRow,
  matter: { name: Text2; department: Text2; place: Text2 },
  nowMs: number,
): BookingView => ({
  id: row.id,
  no: row.no,
  matterId: row.matter_id,
  matter: matter.name,
  department: matter.department,
  place: matter.place,
  day: row.day,
  minute: row.minute,
  endMinute: row.end_minute,
  state: row.state,
  reason: row.reason,
  offered: row.offered,
  mayCancel: nextState(row.state, 'cancel') !== null && nowMs < row.starts_at.getTime(),
});

export const toTicketView = (
  row: Selectable<Database['ticket']>,
  queue: QueueRow,
  ahead: number,
): TicketView => ({
  id: row.id,
  label: row.label,
  queueId: queue.id,
  name: namesOf(queue),
  place: placeOf(queue),
  day: row.day,
  takenMs: row.taken_at.getTime(),
  ahead,
});
