import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  bookingNo,
  bookingState,
  dayException,
  dayMinute,
  hallDay,
  phone,
  ticketLabel,
  ticketQueue,
} from '../booking.ts';
import { epochMs, shortId, terminalId, uuid } from '../primitives.ts';
import { text2 } from '../reference.ts';

/** The console's room of bookings (预约). Names are masked; whoever looks at one whole leaves a line in the audit log. */
/** As the card or the citizen gave it. */
export const personName = z.string().min(1).max(140);

export const bookedRow = z.object({
  id: uuid,
  no: bookingNo,
  matterId: shortId,
  minute: dayMinute,
  endMinute: dayMinute,
  /** Masked; null: purged. */
  name: personName.nullable(),
  hasPhone: z.boolean(),
  state: bookingState,
  source: z.enum(['online', 'offline']),
  terminalId,
  madeMs: epochMs,
});
export type BookedRow = z.infer<typeof bookedRow>;

/** One matter on one day: seats taken and offered. */
export const matterDay = z.object({
  matterId: shortId,
  name: text2,
  department: text2,
  place: text2,
  taken: z.number().int().min(0),
  seats: z.number().int().min(0),
  slots: z
    .array(
      z.object({ minute: dayMinute, endMinute: dayMinute, taken: z.number().int(), seats: z.number().int() }),
    )
    .max(288),
  exception: dayException.nullable(),
});
export type MatterDay = z.infer<typeof matterDay>;

export const queueState = ticketQueue.omit({ opening: true }).extend({
  waiting: z.number().int().min(0),
  /** Given today. */
  given: z.number().int().min(0),
  /** Called last. */
  called: ticketLabel.nullable(),
});
export type QueueState = z.infer<typeof queueState>;

/** Rows of one day that are sent; the hall's counters cannot receive more. */
export const MAX_DAY_ROWS = 2_000;

const done = z.object({ serverMs: epochMs });
const reason = z.string().trim().min(2).max(100);

export const bookingConsoleApi = {
  day: oc
    .route({ method: 'POST', path: '/console/bookings/day', tags: ['console'] })
    .input(z.object({ day: hallDay }))
    .output(
      z.object({
        serverMs: epochMs,
        day: hallDay,
        /** Of the whole hall. */
        exception: dayException.nullable(),
        matters: z.array(matterDay).max(500),
        rows: z.array(bookedRow).max(MAX_DAY_ROWS),
      }),
    ),
  /** Name and phone of one booking, whole; audited. `not.found`: no such booking, or purged. */
  contact: oc
    .route({ method: 'POST', path: '/console/bookings/{id}/contact', tags: ['console'] })
    .input(z.object({ id: uuid }))
    .output(z.object({ name: personName, phone: phone.nullable() })),
  /** The person came (已到场), or did not (已爽约). `booking.notNow`. */
  mark: oc
    .route({ method: 'POST', path: '/console/bookings/{id}/mark', tags: ['console'] })
    .input(z.object({ id: uuid, as: z.enum(['used', 'missed']) }))
    .output(done),
  /** Nothing can be booked on that day any more; whoever had a seat loses it and is told why. */
  closeDay: oc
    .route({ method: 'POST', path: '/console/bookings/close-day', tags: ['console'] })
    .input(
      z.object({ day: hallDay, matterId: shortId.nullable(), reason: z.object({ zh: reason, en: reason }) }),
    )
    .output(z.object({ serverMs: epochMs, refused: z.number().int().min(0) })),
  /** Takes an exception away: the day is again as its weekday. */
  openDay: oc
    .route({ method: 'POST', path: '/console/bookings/open-day', tags: ['console'] })
    .input(z.object({ day: hallDay, matterId: shortId.nullable() }))
    .output(done),
  queues: oc
    .route({ method: 'GET', path: '/console/queues', tags: ['console'] })
    .output(z.object({ serverMs: epochMs, queues: z.array(queueState).max(26) })),
  /** Calls the one who waits longest (叫号); null: nobody waits. */
  call: oc
    .route({ method: 'POST', path: '/console/queues/{queueId}/call', tags: ['console'] })
    .input(z.object({ queueId: shortId }))
    .output(z.object({ serverMs: epochMs, label: ticketLabel.nullable() })),
};
