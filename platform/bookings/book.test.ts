import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../db/postgres.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { type BookInput, book, cancelBooking, listBookings } from './book.ts';
import { findMatter, readCalendar } from './rules.ts';
import { freeDays, freeSlots } from './seats.ts';
import { addMatter, NOW, personAt, WORKDAYS } from './testing/hall.ts';

const TERMINAL = 'kiosk-01';
/** Thursday. */
const DAY = '2026-11-26';

let hub: TestContext;
let now = NOW;
let matterId = '';

beforeAll(async () => {
  hub = await testContext({ now: () => now });
});
afterAll(() => hub.close());
beforeEach(async () => {
  now = NOW;
  matterId = `m${randomUUID().slice(0, 8)}`;
  await addMatter(hub, matterId);
  await hub.db.deleteFrom('booking').execute();
  await hub.db.deleteFrom('booking_exception').execute();
  await hub.db.deleteFrom('setting').where('key', '=', 'bookings').execute();
});

const wish = (n: number, change: Partial<BookInput> = {}): BookInput => ({
  id: randomUUID(),
  person: personAt(n),
  phone: null,
  matterId,
  day: DAY,
  minute: 540,
  locale: 'zh-CN',
  ...change,
});
const tell = async (input: BookInput) => {
  const answer = await book(hub, TERMINAL, input);
  return answer.ok ? answer.value.state : answer.error.code;
};
const closeDay = (day: string, matter = '') =>
  hub.db
    .insertInto('booking_exception')
    .values({ day, matter_id: matter, opens_as: null, reason_zh: '停办', reason_en: 'Closed' })
    .execute();

describe('booking', () => {
  it('gives a number, and a seat of the slot', async () => {
    const answer = await book(hub, TERMINAL, wish(1, { phone: '13800000000' }));
    expect(answer).toMatchObject({
      ok: true,
      value: { state: 'confirmed', day: DAY, minute: 540, endMinute: 570, mayCancel: true, reason: null },
    });
    const row = await hub.db.selectFrom('booking').selectAll().executeTakeFirstOrThrow();
    expect(row.starts_at.toISOString()).toBe('2026-11-26T01:00:00.000Z');
    expect(row.person?.includes(Buffer.from('测试1'))).toBe(false);
    expect(JSON.stringify(row)).not.toContain(personAt(1).idNumber);
  });

  it('answers the same booking to the same id, however often it is asked', async () => {
    const once = wish(1);
    const first = await book(hub, TERMINAL, once);
    now = new Date(NOW.getTime() + 60_000);
    expect(await book(hub, TERMINAL, once)).toEqual(first);
    const atOnce = wish(2);
    const answers = await Promise.all(Array.from({ length: 5 }, () => book(hub, TERMINAL, atOnce)));
    expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1);
    expect(await hub.db.selectFrom('booking').select('id').execute()).toHaveLength(2);
  });

  it('answers a booking that was cancelled since as cancelled: it is not made again', async () => {
    const once = wish(1);
    await book(hub, TERMINAL, once);
    await cancelBooking(hub, once.person, once.id);
    expect(await tell(once)).toBe('cancelled');
  });

  it('does not take an id for another wish', async () => {
    const once = wish(1);
    await book(hub, TERMINAL, once);
    expect(await tell({ ...once, minute: 570 })).toBe('booking.idTaken');
    expect(await tell({ ...once, person: personAt(2) })).toBe('booking.idTaken');
  });

  it('is refused when the slot is full, and again possible when somebody cancels', async () => {
    const first = wish(1);
    expect(await tell(first)).toBe('confirmed');
    expect(await tell(wish(2))).toBe('confirmed');
    expect(await tell(wish(3))).toBe('booking.full');
    expect((await cancelBooking(hub, first.person, first.id)).ok).toBe(true);
    expect(await tell(wish(3))).toBe('confirmed');
  });

  it('is refused at times that are not offered', async () => {
    expect(await tell(wish(1, { minute: 545 }))).toBe('booking.closed');
    expect(await tell(wish(1, { day: '2026-11-28' }))).toBe('booking.closed');
    expect(await tell(wish(1, { day: '2027-06-01' }))).toBe('booking.closed');
    expect(await tell(wish(1, { matterId: 'none' }))).toBe('booking.unknownMatter');
    await closeDay(DAY);
    expect(await tell(wish(1))).toBe('booking.closed');
  });

  it('is refused once it is too late, by the hall’s time', async () => {
    now = new Date('2026-11-26T00:30:00Z');
    expect(await tell(wish(1, { minute: 540 }))).toBe('confirmed');
    now = new Date('2026-11-26T00:31:00Z');
    expect(await tell(wish(2, { minute: 540 }))).toBe('booking.late');
    expect(await tell(wish(2, { day: '2026-11-25' }))).toBe('booking.late');
  });

  it('lets one person have so many open bookings, and none at the same time', async () => {
    for (const minute of [540, 570, 600]) expect(await tell(wish(1, { minute }))).toBe('confirmed');
    expect(await tell(wish(1, { minute: 630 }))).toBe('booking.tooMany');
    expect(await tell(wish(2, { minute: 630 }))).toBe('confirmed');
    const other = `o${randomUUID().slice(0, 8)}`;
    await addMatter(hub, other, { slotMinutes: 60 });
    expect(await tell(wish(2, { matterId: other, minute: 600 }))).toBe('booking.sameTime');
    // What is over counts no more.
    now = new Date('2026-11-27T09:00:00+08:00');
    expect(await tell(wish(1, { day: '2026-11-30' }))).toBe('confirmed');
  });

  it('goes by its settings', async () => {
    await hub.db
      .insertInto('setting')
      .values({ key: 'bookings', value: JSON.stringify({ maxOpen: 1, daysAhead: 1 }) })
      .execute();
    expect(await tell(wish(1))).toBe('booking.closed');
    expect(await tell(wish(1, { day: '2026-11-25' }))).toBe('confirmed');
    expect(await tell(wish(1, { day: '2026-11-25', minute: 570 }))).toBe('booking.tooMany');
  });

  it('counts seats across slots of an earlier length', async () => {
    expect(await tell(wish(1))).toBe('confirmed');
    expect(await tell(wish(2))).toBe('confirmed');
    await hub.db.updateTable('booking_matter').set({ slot_minutes: 60 }).where('id', '=', matterId).execute();
    expect(await tell(wish(3))).toBe('booking.full');
    expect(await tell(wish(3, { minute: 600 }))).toBe('confirmed');
  });
});

describe('many at once', () => {
  /** Other hubs on the same database: pools of their own. */
  const hubs = (n: number) =>
    Array.from({ length: n }, () => ({ ...hub, db: connect(hub.connectionString, hub.log, 8) }));

  it('200 who want 20 seats over several hubs: exactly 20 get one', async () => {
    await hub.db.updateTable('booking_matter').set({ capacity: 20 }).where('id', '=', matterId).execute();
    const others = hubs(4);
    try {
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, i) => book(others[i % 4] ?? hub, TERMINAL, wish(i + 1))),
      );
      const told = answers.map((a) => (a.ok ? a.value.state : a.error.code));
      expect(told.filter((t) => t === 'confirmed')).toHaveLength(20);
      expect(told.filter((t) => t === 'booking.full')).toHaveLength(180);
      const { count } = await hub.db
        .selectFrom('booking')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('state', '=', 'confirmed')
        .executeTakeFirstOrThrow();
      expect(count).toBe(20);
    } finally {
      await Promise.all(others.map((o) => o.db.destroy()));
    }
  });

  it('one person who tries everything at once gets no more than allowed', async () => {
    await hub.db.updateTable('booking_matter').set({ capacity: 50 }).where('id', '=', matterId).execute();
    const second = `s${randomUUID().slice(0, 8)}`;
    await addMatter(hub, second, { capacity: 50 });
    const others = hubs(2);
    try {
      const wishes = [540, 570, 600, 630, 660, 690].flatMap((minute) => [
        wish(1, { minute }),
        wish(1, { minute, matterId: second, day: '2026-11-27' }),
      ]);
      const answers = await Promise.all(wishes.map((w, i) => book(others[i % 2] ?? hub, TERMINAL, w)));
      expect(answers.filter((a) => a.ok)).toHaveLength(3);
    } finally {
      await Promise.all(others.map((o) => o.db.destroy()));
    }
  });

  it('seats that are given back and taken anew at once never exceed the capacity', async () => {
    const holders = [wish(1), wish(2)];
    for (const w of holders) expect(await tell(w)).toBe('confirmed');
    const cancels = holders.map((w) => cancelBooking(hub, w.person, w.id));
    const takes = Array.from({ length: 20 }, (_, i) => book(hub, TERMINAL, wish(i + 10)));
    await Promise.all([...cancels, ...takes]);
    const seated = await hub.db.selectFrom('booking').select('id').where('state', '=', 'confirmed').execute();
    expect(seated.length).toBeLessThanOrEqual(2);
  });
});

describe('the list of a person', () => {
  it('has what is open first, by time, then the rest', async () => {
    const late = wish(1, { day: '2026-11-27' });
    const early = wish(1);
    const gone = wish(1, { minute: 570 });
    for (const w of [late, early, gone]) await book(hub, TERMINAL, w);
    await cancelBooking(hub, gone.person, gone.id);
    const answer = await listBookings(hub, personAt(1));
    expect(answer.ok && answer.value.map((b) => [b.id, b.state])).toEqual([
      [early.id, 'confirmed'],
      [late.id, 'confirmed'],
      [gone.id, 'cancelled'],
    ]);
    const other = await listBookings(hub, personAt(2));
    expect(other.ok && other.value).toEqual([]);
  });

  it('is not shown to who has only typed a number', async () => {
    expect(await listBookings(hub, personAt(1, 'typed'))).toMatchObject({ error: { code: 'auth.required' } });
    expect(await tell(wish(1, { person: personAt(1, 'typed') }))).toBe('confirmed');
    const answer = await listBookings(hub, personAt(1));
    expect(answer.ok && answer.value).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('needs its own, proven holder, and a time that has not come', async () => {
    const w = wish(1);
    await book(hub, TERMINAL, w);
    expect(await cancelBooking(hub, personAt(1, 'typed'), w.id)).toMatchObject({
      error: { code: 'auth.required' },
    });
    expect(await cancelBooking(hub, personAt(2), w.id)).toMatchObject({ error: { code: 'not.found' } });
    now = new Date('2026-11-26T09:00:00+08:00');
    expect(await cancelBooking(hub, personAt(1), w.id)).toMatchObject({ error: { code: 'booking.notNow' } });
    now = NOW;
    expect(await cancelBooking(hub, personAt(1), w.id)).toMatchObject({ value: { state: 'cancelled' } });
    expect(await cancelBooking(hub, personAt(1), w.id)).toMatchObject({ value: { state: 'cancelled' } });
  });
});

describe('free seats', () => {
  it('are those of the rules less those taken, day by day and slot by slot', async () => {
    await addMatter(hub, `${matterId}x`, { opening: [WORKDAYS, { weekdays: [6], from: 540, to: 600 }] });
    await book(hub, TERMINAL, wish(1));
    await closeDay('2026-11-27');
    const matter = await findMatter(hub.db, matterId);
    if (matter === null) throw new Error('no matter');
    const calendar = await readCalendar(hub);
    const days = await freeDays(hub.db, calendar, matter, NOW.getTime());
    expect(days.slice(0, 5)).toEqual([
      // Until 10:30 it is too late.
      { day: '2026-11-24', slots: 3, free: 6, exception: null },
      { day: '2026-11-25', slots: 6, free: 12, exception: null },
      { day: DAY, slots: 6, free: 11, exception: null },
      { day: '2026-11-27', slots: 0, free: 0, exception: { zh: '停办', en: 'Closed' } },
      { day: '2026-11-28', slots: 0, free: 0, exception: null },
    ]);
    const slots = await freeSlots(hub.db, calendar, matter, DAY, NOW.getTime());
    expect(slots[0]).toEqual({ minute: 540, endMinute: 570, free: 1 });
    expect(slots[1]?.free).toBe(2);
  });
});
