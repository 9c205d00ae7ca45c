import type { BookingState } from '../../contracts/booking.ts';

/**
 * What can happen to a booking: `confirm` a seat was found · `refuse` there is none, or the hall closes · `cancel` by
 * its holder · `use` the person came · `miss` the person did not.
 */
export const BOOKING_EVENTS = ['confirm', 'refuse', 'cancel', 'use', 'miss'] as const;
export type BookingEvent = (typeof BOOKING_EVENTS)[number];

/** Absent: it cannot happen in that state. Staff may mend a wrong mark. */
const WAYS: Readonly<Record<BookingState, Partial<Record<BookingEvent, BookingState>>>> = {
  requested: { confirm: 'confirmed', refuse: 'refused', cancel: 'cancelled' },
  confirmed: { refuse: 'refused', cancel: 'cancelled', use: 'used', miss: 'missed' },
  used: { miss: 'missed' },
  missed: { use: 'used' },
  refused: {},
  cancelled: {},
};

/** null: it cannot happen in this state. */
export const nextState = (state: BookingState, event: BookingEvent): BookingState | null =>
  WAYS[state][event] ?? null;

/** States in which something can happen, by event: for statements that change many rows. */
export const statesBefore = (event: BookingEvent): BookingState[] =>
  (Object.keys(WAYS) as BookingState[]).filter((state) => nextState(state, event) !== null);

/** States that take a seat of their slot. */
export const SEATED = ['confirmed', 'used', 'missed'] as const satisfies readonly BookingState[];
