import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../db/postgres.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { markAt, readRules } from './rules.ts';
import { addQueue, NOW } from './testing/hall.ts';
import { callNext, putOfflineTicket, queueStates, readQueues, takeTicket } from './tickets.ts';

const TERMINAL = 'kiosk-01';
let hub: TestContext;
let now = NOW;

beforeAll(async () => {
  hub = await testContext({ now: () => now });
  await addQueue(hub, 'qa', 'A');
  await addQueue(hub, 'qb', 'B');
});
afterAll(() => hub.close());
beforeEach(async () => {
  now = NOW;
  await hub.db.deleteFrom('ticket').execute();
});

const take = async (queueId = 'qa', id: string = randomUUID()) => {
  const answer = await takeTicket(hub, TERMINAL, { id, queueId });
  return answer.ok ? answer.value : answer.error.code;
};
const offline = (number: number, at = NOW.getTime(), id: string = randomUUID()) => ({
  v: 1 as const,
  type: 'ticket' as const,
  id,
  terminalId: TERMINAL,
  app: 'test/1',
  at,
  queueId: 'qa',
  day: '2026-11-24',
  number,
  label: `A-A${String(number).padStart(3, '0')}`,
});
const put = (ticket: ReturnType<typeof offline>) =>
  hub.db
    .transaction()
    .execute((trx) => putOfflineTicket(trx, { terminalId: TERMINAL, receivedAt: now }, ticket));

describe('tickets', () => {
  it('come in order from A001, for each line and day anew', async () => {
    expect(await take()).toMatchObject({ label: 'A001', ahead: 0 });
    now = new Date(NOW.getTime() + 1_000);
    expect(await take()).toMatchObject({ label: 'A002', ahead: 1 });
    expect(await take('qb')).toMatchObject({ label: 'B001', ahead: 0 });
    now = new Date('2026-11-25T09:00:00+08:00');
    expect(await take()).toMatchObject({ label: 'A001', ahead: 0, day: '2026-11-25' });
  });

  it('many at once over several hubs have no gap and none twice', async () => {
    const others = Array.from({ length: 3 }, () => ({
      ...hub,
      db: connect(hub.connectionString, hub.log, 8),
    }));
    try {
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, i) =>
          takeTicket(others[i % 3] ?? hub, TERMINAL, { id: randomUUID(), queueId: 'qa' }),
        ),
      );
      const labels = answers.map((a) => (a.ok ? a.value.label : a.error.code)).sort();
      expect(labels).toEqual(Array.from({ length: 60 }, (_, i) => `A${String(i + 1).padStart(3, '0')}`));
    } finally {
      await Promise.all(others.map((o) => o.db.destroy()));
    }
  });

  it('are the same to the same id', async () => {
    const id = randomUUID();
    expect(await take('qa', id)).toEqual(await take('qa', id));
    expect(await hub.db.selectFrom('ticket').select('id').execute()).toHaveLength(1);
  });

  it('are not given out of hours, nor for a line that there is not', async () => {
    expect(await take('qx')).toBe('ticket.unknownQueue');
    now = new Date('2026-11-24T12:00:00+08:00');
    expect(await take()).toBe('ticket.closed');
    expect(await readQueues(hub)).toMatchObject([{ open: false }, { open: false }]);
  });

  it('are called in the order in which they were taken', async () => {
    await take();
    now = new Date(NOW.getTime() + 60_000);
    await take();
    expect(await callNext(hub, 'qa')).toEqual({ ok: true, value: 'A001' });
    expect(await queueStates(hub)).toMatchObject([{ waiting: 1, given: 2, called: 'A001' }, { waiting: 0 }]);
    expect(await callNext(hub, 'qa')).toEqual({ ok: true, value: 'A002' });
    expect(await callNext(hub, 'qa')).toEqual({ ok: true, value: null });
    expect(await callNext(hub, 'qx')).toMatchObject({ error: { code: 'ticket.unknownQueue' } });
  });
});

describe('tickets that a terminal gave by itself', () => {
  it('join the line where their time stands, and leave the hub’s numbers as they are', async () => {
    now = new Date(NOW.getTime() + 60_000);
    await take();
    expect(await put(offline(1, NOW.getTime()))).toBeNull();
    expect(await take()).toMatchObject({ label: 'A002', ahead: 2 });
    expect(await callNext(hub, 'qa')).toEqual({ ok: true, value: 'A-A001' });
    expect(await callNext(hub, 'qa')).toEqual({ ok: true, value: 'A001' });
  });

  it('take effect once, and never a number twice', async () => {
    const ticket = offline(1);
    expect(await put(ticket)).toBeNull();
    expect(await put(ticket)).toBeNull();
    expect(await put(offline(1))).toBe('ticket.numberTaken');
    expect(await put({ ...offline(2), queueId: 'qx' })).toBe('ticket.unknownQueue');
  });

  it('are called by the slip’s number where the hub had given one whose answer was lost', async () => {
    const id = randomUUID();
    await take('qa', id);
    expect(await put(offline(1, NOW.getTime(), id))).toBeNull();
    expect(await callNext(hub, 'qa')).toEqual({ ok: true, value: 'A-A001' });
    expect(await hub.db.selectFrom('ticket').select('id').execute()).toHaveLength(1);
  });
});

describe('the mark of a terminal', () => {
  it('is its own for ever', async () => {
    const first = (await readRules(hub, 'kiosk-a')).mark;
    const marks = await Promise.all(
      ['kiosk-b', 'kiosk-c', 'kiosk-d'].map(async (t) => (await readRules(hub, t)).mark),
    );
    expect(new Set([first, ...marks]).size).toBe(4);
    expect((await readRules(hub, 'kiosk-a')).mark).toBe(first);
  });

  it('goes on beyond the letters', () => {
    expect([0, 7, 8, 23, 24, 25].map(markAt)).toEqual(['A', 'H', 'J', 'Z', 'AA', 'AB']);
    expect(new Set(Array.from({ length: 2_000 }, (_, n) => markAt(n))).size).toBe(2_000);
  });
});
