import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BookingRequest } from '../../contracts/booking.ts';
import { listMessages } from '../applications/messages.ts';
import { createGate } from '../ingest/gate.ts';
import { ingest } from '../ingest/ingest.ts';
import { holderOf } from '../secrets.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { outboxRow } from '../testing/ratings.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';
import { book, cancelBooking, listBookings } from './book.ts';
import { addMatter, addQueue, NOW, personAt } from './testing/hall.ts';

const TERMINAL = { id: 'kiosk-01', windowId: 'w1' };
const DAY = '2026-11-26';
const gate = createGate({ active: 4, waiting: 100, waitMs: 20_000, timers: systemTimers });

let hub: TestContext;
let now = NOW;
let matterId = '';
let seq = 0;
const epoch = randomUUID();

beforeAll(async () => {
  hub = await testContext({ now: () => now });
  await addTerminal(hub, newTerminal(TERMINAL.id));
  await addQueue(hub, 'qa', 'A');
});
afterAll(() => hub.close());
beforeEach(async () => {
  now = NOW;
  matterId = `m${randomUUID().slice(0, 8)}`;
  await addMatter(hub, matterId);
  await hub.db.deleteFrom('booking').execute();
  await hub.db.deleteFrom('citizen_message').execute();
});

const request = (n: number, change: Partial<BookingRequest> = {}): BookingRequest => ({
  v: 1,
  type: 'request',
  id: randomUUID(),
  terminalId: TERMINAL.id,
  app: 'test/1',
  at: NOW.getTime() - 60_000,
  person: personAt(n),
  phone: null,
  matterId,
  day: DAY,
  minute: 540,
  locale: 'zh-CN',
  ...change,
});
const row = (body: object) => {
  seq += 1;
  return outboxRow(seq, JSON.stringify(body), { kind: 'booking' });
};
async function send(items: ReturnType<typeof row>[]) {
  const answer = await ingest(hub, gate, TERMINAL, { epoch, items });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.outcomes.map((o) => o.code ?? o.outcome);
}
const listOf = async (n: number) => {
  const answer = await listBookings(hub, personAt(n));
  return answer.ok ? answer.value : [];
};
const messagesOf = async (n: number) => {
  const answer = await listMessages(hub, holderOf(hub.secrets, personAt(n).idNumber));
  return answer.ok ? answer.value.rows : [];
};

describe('a request of a terminal that was without the hub', () => {
  it('is confirmed when there is a seat, and its citizen is told', async () => {
    const body = request(1);
    expect(await send([row(body)])).toEqual(['stored']);
    const [booking] = await listOf(1);
    expect(booking).toMatchObject({ id: body.id, state: 'confirmed', day: DAY, minute: 540 });
    expect(await messagesOf(1)).toMatchObject([
      {
        event: 'booking.confirmed',
        no: booking?.no,
        title: `事项${matterId}`,
        note: '2026-11-26 09:00–09:30，1号窗口',
      },
    ]);
  });

  it('is refused when there is none, with the next free times', async () => {
    for (const n of [2, 3]) await send([row(request(n))]);
    expect(await send([row(request(1))])).toEqual(['stored']);
    const [booking] = await listOf(1);
    expect(booking).toMatchObject({ state: 'refused', reason: 'booking.full', mayCancel: false });
    expect(booking?.offered).toEqual([
      { day: '2026-11-24', minute: 630 },
      { day: '2026-11-25', minute: 540 },
      { day: DAY, minute: 570 },
    ]);
    const [message] = await messagesOf(1);
    expect(message).toMatchObject({ event: 'booking.refused' });
    expect(message?.note).toBe(
      '2026-11-26 09:00 没有约上。还可以约：2026-11-24 10:30、2026-11-25 09:00、2026-11-26 09:30。',
    );
  });

  it('is refused in the language in which it was asked', async () => {
    for (const n of [2, 3]) await send([row(request(n))]);
    await send([row(request(1, { locale: 'en' }))]);
    expect((await messagesOf(1))[0]).toMatchObject({ title: `Matter ${matterId}` });
    expect((await messagesOf(1))[0]?.note).toMatch(/^2026-11-26 09:00 could not be booked\. Free: /);
  });

  it('is taken up to its time, and refused after it', async () => {
    now = new Date('2026-11-26T08:59:00+08:00');
    await send([row(request(1))]);
    expect((await listOf(1))[0]).toMatchObject({ state: 'confirmed' });
    now = new Date('2026-11-26T09:01:00+08:00');
    await send([row(request(2))]);
    expect((await listOf(2))[0]).toMatchObject({ state: 'refused', reason: 'booking.late' });
  });

  it('takes effect once, however often it is delivered', async () => {
    const item = row(request(1));
    expect(await send([item])).toEqual(['stored']);
    expect(await send([item])).toEqual(['duplicate']);
    // Under another number, as after a store was restored.
    expect(await send([row(JSON.parse(item.body))])).toEqual(['stored']);
    expect(await listOf(1)).toHaveLength(1);
    expect(await messagesOf(1)).toHaveLength(1);
  });

  it('finds the seat that was booked when the answer was lost, and tells of it', async () => {
    const { id, person, phone, day, minute, locale, ...rest } = request(1);
    await book(hub, TERMINAL.id, { id, person, phone, matterId, day, minute, locale });
    expect(await messagesOf(1)).toEqual([]);
    await send([row({ ...rest, id, person, phone, day, minute, locale })]);
    expect(await listOf(1)).toHaveLength(1);
    expect(await messagesOf(1)).toMatchObject([{ event: 'booking.confirmed' }]);
  });

  it('does not bring a cancelled booking back', async () => {
    const { id, person, phone, day, minute, locale, ...rest } = request(1);
    await book(hub, TERMINAL.id, { id, person, phone, matterId, day, minute, locale });
    await cancelBooking(hub, person, id);
    expect(await send([row({ ...rest, id, person, phone, day, minute, locale })])).toEqual(['stored']);
    expect((await listOf(1))[0]).toMatchObject({ state: 'cancelled' });
    expect(await messagesOf(1)).toEqual([]);
  });

  it('of a batch is each decided on its own, and never more than there are seats', async () => {
    const bodies = Array.from({ length: 6 }, (_, i) => request(i + 1));
    expect(new Set(await send(bodies.map(row)))).toEqual(new Set(['stored']));
    const states = await hub.db.selectFrom('booking').select('state').execute();
    expect(states.filter((s) => s.state === 'confirmed')).toHaveLength(2);
    expect(states.filter((s) => s.state === 'refused')).toHaveLength(4);
  });

  it('and bookings online at the same moment share the seats', async () => {
    const batches = Array.from({ length: 6 }, (_, i) => send([row(request(i + 1)), row(request(i + 20))]));
    const online = Array.from({ length: 12 }, (_, i) =>
      book(hub, TERMINAL.id, {
        id: randomUUID(),
        person: personAt(i + 40),
        phone: null,
        matterId,
        day: DAY,
        minute: 540,
        locale: 'zh-CN',
      }),
    );
    await Promise.all([...batches, ...online]);
    const seats = await hub.db.selectFrom('booking').select('id').where('state', '=', 'confirmed').execute();
    expect(seats).toHaveLength(2);
  });

  it('that can never be taken is refused, and put aside for staff', async () => {
    expect(await send([row(request(1, { matterId: 'gone' }))])).toEqual(['booking.unknownMatter']);
    expect(await send([row(request(1, { terminalId: 'kiosk-02' }))])).toEqual(['booking.notYours']);
    expect(await send([row({ ...request(1), day: '2026-02-30' })])).toEqual(['ingest.badBody']);
    expect(await send([row({ ...request(1), extra: 1 })])).toEqual(['ingest.badBody']);
    const body = request(1);
    await send([row(body)]);
    expect(await send([row({ ...body, minute: 570 })])).toEqual(['booking.idTaken']);
    const aside = await hub.db.selectFrom('quarantine').select('reason').execute();
    expect(aside.map((a) => a.reason).sort()).toEqual([
      'booking.idTaken',
      'booking.notYours',
      'booking.unknownMatter',
    ]);
  });
});

it('a ticket of a terminal joins the line by the same way', async () => {
  const ticket = {
    v: 1,
    type: 'ticket',
    id: randomUUID(),
    terminalId: TERMINAL.id,
    app: 'test/1',
    at: NOW.getTime(),
    queueId: 'qa',
    day: '2026-11-24',
    number: 1,
    label: 'A-A001',
  };
  expect(await send([row(ticket)])).toEqual(['stored']);
  expect(await send([row({ ...ticket, id: randomUUID() })])).toEqual(['ticket.numberTaken']);
});
