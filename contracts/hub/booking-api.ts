import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  bookingRules,
  bookingView,
  bookingWish,
  dayMinute,
  hallDay,
  phone,
  ticketQueue,
  ticketView,
} from '../booking.ts';
import { epochMs, locale, shortId, uuid } from '../primitives.ts';
import { text2 } from '../reference.ts';
import { person } from './person.ts';

/**
 * What a kiosk asks the hub about bookings (预约) and tickets (取号), with the terminal's access token. Reading or
 * cancelling needs a person who has proven who they are (`person.by` is not `typed`), else `auth.required`.
 */
export const freeDay = z.object({
  day: hallDay,
  /** Free seats of the whole day; 0: full or closed. */
  free: z.number().int().min(0),
  /** Slots that may be booked, full ones too. */
  slots: z.number().int().min(0),
  exception: text2.nullable(),
});
export const freeSlot = z.object({ minute: dayMinute, endMinute: dayMinute, free: z.number().int().min(0) });

/** Rows that a person's list shows: open ones first, then the latest of the others. */
export const MAX_BOOKINGS = 50;

const withTime = <T extends z.ZodRawShape>(shape: T) => z.object({ serverMs: epochMs, ...shape });

/** What the hub answers, for who asks without this contract's client. */
export const bookingReplies = {
  rules: withTime({ rules: bookingRules }),
  days: withTime({ days: z.array(freeDay).max(61) }),
  slots: withTime({ slots: z.array(freeSlot).max(288) }),
  booking: withTime({ booking: bookingView }),
  list: withTime({ rows: z.array(bookingView).max(MAX_BOOKINGS) }),
  queues: withTime({
    queues: z
      .array(
        ticketQueue.omit({ opening: true }).extend({ waiting: z.number().int().min(0), open: z.boolean() }),
      )
      .max(26),
  }),
  ticket: withTime({ ticket: ticketView }),
};

const ofPerson = { person };

export const bookingApi = {
  /** All that a terminal needs to go on without the hub. */
  rules: oc
    .route({ method: 'GET', path: '/kiosk/bookings/rules', tags: ['kiosk'] })
    .output(bookingReplies.rules),
  /** Live seats of the days that can be booked. `booking.unknownMatter`. */
  days: oc
    .route({ method: 'POST', path: '/kiosk/bookings/days', tags: ['kiosk'] })
    .input(z.strictObject({ matterId: shortId }))
    .output(bookingReplies.days),
  /** Live seats of one day. `booking.unknownMatter`. */
  slots: oc
    .route({ method: 'POST', path: '/kiosk/bookings/slots', tags: ['kiosk'] })
    .input(z.strictObject({ matterId: shortId, day: hallDay }))
    .output(bookingReplies.slots),
  /**
   * Takes a seat. `id` is the key of this wish: the same again answers the same booking, in whatever state it is by
   * then. `booking.full` `booking.closed` `booking.late` `booking.tooMany` `booking.sameTime` `booking.unknownMatter`,
   * `booking.idTaken`: the id is of another wish.
   */
  book: oc
    .route({ method: 'POST', path: '/kiosk/bookings', tags: ['kiosk'] })
    .input(z.strictObject({ id: uuid, ...ofPerson, phone: phone.nullable(), ...bookingWish.shape, locale }))
    .output(bookingReplies.booking),
  list: oc
    .route({ method: 'POST', path: '/kiosk/bookings/list', tags: ['kiosk'] })
    .input(z.strictObject(ofPerson))
    .output(bookingReplies.list),
  /** Frees the seat; once more changes nothing. `not.found`: not one of theirs · `booking.notNow`: it is over. */
  cancel: oc
    .route({ method: 'POST', path: '/kiosk/bookings/cancel', tags: ['kiosk'] })
    .input(z.strictObject({ ...ofPerson, id: uuid }))
    .output(bookingReplies.booking),
  /** The lines of the hall, and how many wait in each. */
  queues: oc
    .route({ method: 'GET', path: '/kiosk/bookings/queues', tags: ['kiosk'] })
    .output(bookingReplies.queues),
  /** The next number of a line; the same `id` again answers the same. `ticket.unknownQueue`, `ticket.closed`. */
  ticket: oc
    .route({ method: 'POST', path: '/kiosk/bookings/tickets', tags: ['kiosk'] })
    .input(z.strictObject({ id: uuid, queueId: shortId }))
    .output(bookingReplies.ticket),
};
