import { oc } from '@orpc/contract';
import { z } from 'zod';
import { bookingView, bookingWish, dayMinute, hallDay, phone, ticketQueue, ticketView } from '../booking.ts';
import { MAX_BOOKINGS } from '../hub/booking-api.ts';
import { epochMs, shortId, uuid } from '../primitives.ts';
import { text2 } from '../reference.ts';
import { slip } from '../slip.ts';
import { answer, done } from '../terminal-answer.ts';

/**
 * The kiosk's room of bookings (预约取号). `live: false`: the hub is away and this is what was last heard from it; how
 * many seats are free is then not known (null).
 */
const inVisit = z.object({ visitId: uuid });

/** The seat that this visit is about, from its choice until it is settled; it outlasts a sign-in. */
export const bookingDraft = z.object({
  ...bookingWish.shape,
  endMinute: dayMinute,
  matter: text2,
  department: text2,
  place: text2,
  /**
   * chosen: nothing was sent yet · unclear: it was sent and no answer came, so that the hub may have booked it. Asking
   * again, or leaving a request, never makes a second booking of it.
   */
  state: z.enum(['chosen', 'unclear']),
});
export type BookingDraft = z.infer<typeof bookingDraft>;

export const bookingOutcome = z.object({ booking: bookingView, slip });
export type BookingOutcome = z.infer<typeof bookingOutcome>;

/** A service item that its guide was read of. */
export const bookedItem = z.object({ code: shortId, departmentId: shortId });
export type BookedItem = z.infer<typeof bookedItem>;

/**
 * What the citizen came for from a guide: the matter, else its department; both null: neither can be booked.
 */
export const wantedMatter = z.object({
  matter: z.object({ id: shortId, name: text2 }).nullable(),
  departmentId: shortId.nullable(),
});
export type WantedMatter = z.infer<typeof wantedMatter>;

export const bookingOffer = z.object({
  live: z.boolean(),
  departments: z
    .array(
      z.object({
        id: shortId,
        name: text2,
        matters: z.array(z.object({ id: shortId, name: text2, place: text2 })).max(500),
      }),
    )
    .max(200),
  daysAhead: z.number().int(),
  maxOpen: z.number().int(),
  draft: bookingDraft.nullable(),
  wanted: wantedMatter.nullable(),
});
export type BookingOffer = z.infer<typeof bookingOffer>;

const seats = z.number().int().min(0).nullable();
export const dayChoice = z.object({
  day: hallDay,
  slots: z.number().int().min(0),
  free: seats,
  exception: text2.nullable(),
});
export type DayChoice = z.infer<typeof dayChoice>;
export const slotChoice = z.object({ minute: dayMinute, endMinute: dayMinute, free: seats });
export type SlotChoice = z.infer<typeof slotChoice>;
export const queueChoice = ticketQueue.omit({ opening: true }).extend({ waiting: seats, open: z.boolean() });
export type QueueChoice = z.infer<typeof queueChoice>;

/** `confirmed: false`: the terminal gave the number by itself; its place in the line is shown on the hall's screen. */
export const ticketOutcome = z.object({ ticket: ticketView, confirmed: z.boolean(), slip });
export type TicketOutcome = z.infer<typeof ticketOutcome>;

const withPhone = inVisit.extend({ phone: phone.nullable() });

export const bookingContract = {
  /** `booking.noRules`: the hub is away and was never heard. */
  offer: oc.input(inVisit).output(answer(bookingOffer)),
  /** The item that is to be booked when the room is entered; null: it has been gone to. */
  want: oc.input(inVisit.extend({ item: bookedItem.nullable() })).output(done),
  days: oc
    .input(inVisit.extend({ matterId: shortId }))
    .output(answer(z.object({ live: z.boolean(), days: z.array(dayChoice).max(61) }))),
  slots: oc
    .input(inVisit.extend({ matterId: shortId, day: hallDay }))
    .output(answer(z.object({ live: z.boolean(), slots: z.array(slotChoice).max(288) }))),
  /** Makes a draft of it. `booking.closed`. */
  choose: oc.input(inVisit.extend(bookingWish.shape)).output(answer(bookingDraft)),
  /**
   * Books the draft. `auth.required`: a guest. The reasons why there is no seat end the draft. `hub.unreachable`,
   * `hub.notOurs`, `busy`: see the draft's state.
   */
  book: oc.input(withPhone).output(answer(bookingOutcome)),
  /** Leaves the draft as a request that the hub confirms or refuses later. */
  request: oc.input(withPhone).output(answer(bookingOutcome)),
  /** Lets go of the draft. */
  drop: oc.input(inVisit).output(done),
  /** `auth.required`: only who has proven who they are. `hub.unreachable`. */
  list: oc
    .input(inVisit)
    .output(answer(z.object({ asOfMs: epochMs, rows: z.array(bookingView).max(MAX_BOOKINGS) }))),
  cancel: oc.input(inVisit.extend({ id: uuid })).output(answer(bookingView)),
  queues: oc
    .input(inVisit)
    .output(answer(z.object({ live: z.boolean(), queues: z.array(queueChoice).max(26) }))),
  /** One number of a line a visit: the same line again answers the same number. `ticket.closed`. */
  takeTicket: oc.input(inVisit.extend({ queueId: shortId })).output(answer(ticketOutcome)),
  /** What would be printed of a booking that this visit made or listed. */
  slip: oc.input(inVisit.extend({ id: uuid })).output(answer(slip)),
  /** Prints the slip of a booking or ticket of this visit. `device.missing`, and what the printer says. */
  print: oc.input(inVisit.extend({ id: uuid })).output(done),
};
