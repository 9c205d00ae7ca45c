import { z } from 'zod';
import type { HubContext } from '../context.ts';

/** Setting `bookings`. */
export const bookingSettings = z.strictObject({
  /** Today and so many days after it can be booked. */
  daysAhead: z.number().int().min(1).max(60).default(14),
  /** A slot can be booked until so many minutes before it begins. */
  leadMinutes: z.number().int().min(0).max(1440).default(30),
  /** Open bookings of one person. */
  maxOpen: z.number().int().min(1).max(50).default(3),
  /** Name and phone of a booking are kept for so many days after its time. */
  keepPersonDays: z.number().int().min(1).max(3_650).default(180),
});
export type BookingSettings = z.infer<typeof bookingSettings>;

/** A setting that does not fit is left out, and said. */
export async function readBookingSettings(hub: Pick<HubContext, 'db' | 'log'>): Promise<BookingSettings> {
  const row = await hub.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'bookings')
    .executeTakeFirst();
  const parsed = bookingSettings.safeParse(row?.value ?? {});
  if (parsed.success) return parsed.data;
  hub.log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidBookings');
  return bookingSettings.parse({});
}
