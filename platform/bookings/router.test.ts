import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bookingReplies } from '../../contracts/hub/booking-api.ts';
import { call, tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal } from '../testing/terminals.ts';
import { addMatter, addQueue, NOW, personAt } from './testing/hall.ts';

let hub: TestHub;
let token: string;
beforeAll(async () => {
  hub = await testHub({ now: () => NOW });
  token = await tokenOf(hub, await addTerminal(hub.context));
  await addMatter(hub.context, 'm1');
  await addQueue(hub.context, 'qa', 'A');
});
afterAll(() => hub.close());

const ask = (method: string, path: string, body?: unknown) =>
  call(hub, method, `/kiosk/bookings${path}`, { token, body });

it('serves the whole way of a booking to a terminal', async () => {
  const rules = await ask('GET', '/rules');
  expect(bookingReplies.rules.parse(rules.body).rules).toMatchObject({
    daysAhead: 14,
    mark: 'A',
    matters: [{ id: 'm1' }],
    queues: [{ id: 'qa' }],
  });
  const days = bookingReplies.days.parse((await ask('POST', '/days', { matterId: 'm1' })).body);
  expect(days.days[1]).toMatchObject({ day: '2026-11-25', free: 12 });
  const slots = await ask('POST', '/slots', { matterId: 'm1', day: '2026-11-25' });
  expect(bookingReplies.slots.parse(slots.body).slots[0]).toEqual({ minute: 540, endMinute: 570, free: 2 });
  const person = personAt(1);
  const wish = {
    id: randomUUID(),
    phone: null,
    matterId: 'm1',
    day: '2026-11-25',
    minute: 540,
    locale: 'en',
  };
  const booked = await ask('POST', '', { ...wish, person });
  expect(bookingReplies.booking.parse(booked.body).booking).toMatchObject({
    id: wish.id,
    state: 'confirmed',
  });
  const list = await ask('POST', '/list', { person });
  expect(bookingReplies.list.parse(list.body).rows).toHaveLength(1);
  const cancelled = await ask('POST', '/cancel', { person, id: wish.id });
  expect(bookingReplies.booking.parse(cancelled.body).booking.state).toBe('cancelled');
  const ticket = await ask('POST', '/tickets', { id: randomUUID(), queueId: 'qa' });
  expect(bookingReplies.ticket.parse(ticket.body).ticket).toMatchObject({ label: 'A001', ahead: 0 });
  expect(bookingReplies.queues.parse((await ask('GET', '/queues')).body).queues).toMatchObject([
    { waiting: 1 },
  ]);
});

it('answers in codes', async () => {
  expect((await ask('POST', '/days', { matterId: 'none' })).body.code).toBe('booking.unknownMatter');
  expect((await ask('POST', '/slots', { matterId: 'm1', day: '2026-02-30' })).body.code).toBe(
    'input.invalid',
  );
  const typed = await ask('POST', '/list', { person: personAt(1, 'typed') });
  expect({ status: typed.status, code: typed.body.code }).toEqual({ status: 401, code: 'auth.required' });
  const stranger = await call(hub, 'GET', '/kiosk/bookings/rules');
  expect(stranger.body.code).toBe('auth.required');
});
