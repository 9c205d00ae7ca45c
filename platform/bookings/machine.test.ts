import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BookingState, bookingState } from '../../contracts/booking.ts';
import { BOOKING_EVENTS, nextState, SEATED, statesBefore } from './machine.ts';

const seated = (state: BookingState): boolean => (SEATED as readonly BookingState[]).includes(state);

it('gives a seat only by confirming, and takes it back by cancelling or refusing alone', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...BOOKING_EVENTS), { maxLength: 12 }), (events) => {
      let state: BookingState = 'requested';
      for (const event of events) {
        const next = nextState(state, event);
        if (next === null) continue;
        if (!seated(state) && seated(next)) expect(event).toBe('confirm');
        if (seated(state) && !seated(next)) expect(['cancel', 'refuse']).toContain(event);
        state = next;
      }
    }),
  );
});

it('never leaves refused or cancelled', () => {
  for (const event of BOOKING_EVENTS) {
    expect(nextState('refused', event)).toBeNull();
    expect(nextState('cancelled', event)).toBeNull();
  }
});

it('lets staff mend a mark, and nobody else undo one', () => {
  expect(nextState('used', 'miss')).toBe('missed');
  expect(nextState('missed', 'use')).toBe('used');
  for (const state of ['used', 'missed'] as const)
    for (const event of ['confirm', 'refuse', 'cancel'] as const) expect(nextState(state, event)).toBeNull();
});

it('tells for each event exactly the states that it can happen in', () => {
  for (const event of BOOKING_EVENTS)
    for (const state of bookingState.options)
      expect(statesBefore(event).includes(state)).toBe(nextState(state, event) !== null);
});
