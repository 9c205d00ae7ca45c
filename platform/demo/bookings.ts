import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { bookingMatter, dayException, ticketQueue } from '../../contracts/booking.ts';
import type { Database } from '../db/schema.ts';
import { productRoot } from '../paths.ts';

/** `assets/demo/bookings.json`: what can be booked in the demonstration hall, its holidays and its lines. */
const demoBookings = z.strictObject({
  /** 国务院办公厅 publishes the year's holidays and the weekends that are worked instead. */
  exceptions: z.array(dayException),
  matters: z.array(bookingMatter.omit({ department: true })),
  queues: z.array(ticketQueue),
});

export const loadDemoBookings = () =>
  demoBookings.parse(
    JSON.parse(readFileSync(join(productRoot(), 'assets', 'demo', 'bookings.json'), 'utf8')),
  );

/** Needs the hall's departments. */
export async function seedBookings(trx: Transaction<Database>): Promise<void> {
  const { exceptions, matters, queues } = loadDemoBookings();
  await trx
    .insertInto('booking_matter')
    .values(
      matters.map((m, position) => ({
        id: m.id,
        department_id: m.departmentId,
        item_code: m.itemCode,
        name_zh: m.name.zh,
        name_en: m.name.en,
        place_zh: m.place.zh,
        place_en: m.place.en,
        opening: JSON.stringify(m.opening),
        slot_minutes: m.slotMinutes,
        capacity: m.capacity,
        position,
      })),
    )
    .execute();
  await trx
    .insertInto('booking_exception')
    .values(
      exceptions.map((e) => ({
        day: e.day,
        matter_id: e.matterId ?? '',
        opens_as: e.opensAs,
        reason_zh: e.reason.zh,
        reason_en: e.reason.en,
      })),
    )
    .execute();
  await trx
    .insertInto('ticket_queue')
    .values(
      queues.map((q) => ({
        id: q.id,
        letter: q.letter,
        name_zh: q.name.zh,
        name_en: q.name.en,
        place_zh: q.place.zh,
        place_en: q.place.en,
        opening: JSON.stringify(q.opening),
      })),
    )
    .execute();
}
