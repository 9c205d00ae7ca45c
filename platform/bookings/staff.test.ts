import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listMessages } from '../applications/messages.ts';
import { holderOf } from '../secrets.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { book, listBookings } from './book.ts';
import { maskName, readDay } from './day.ts';
import { closeDay, markBooking, openDayAgain, readContact } from './staff.ts';
import { sweepBookings } from './sweep.ts';
import { addMatter, NOW, personAt } from './testing/hall.ts';

const DAY = '2026-11-26';
const CLERK = { login: 'clerk.a', ip: null };
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
  await hub.db.deleteFrom('citizen_message').execute();
  await hub.db.deleteFrom('booking').execute();
  await hub.db.deleteFrom('booking_matter').execute();
  await hub.db.deleteFrom('booking_exception').execute();
  await addMatter(hub, matterId);
});

async function make(n: number, minute = 540, day = DAY, phone: string | null = null): Promise<string> {
  const id = randomUUID();
  const wish = { id, person: personAt(n), phone, matterId, day, minute, locale: 'zh-CN' as const };
  const answer = await book(hub, 'kiosk-01', wish);
  if (!answer.ok) throw new Error(answer.error.code);
  return id;
}
const stateOf = async (id: string) =>
  (await hub.db.selectFrom('booking').select('state').where('id', '=', id).executeTakeFirst())?.state;
const auditOf = (action: string) =>
  hub.db
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .executeTakeFirst();

describe('the day of the hall', () => {
  it('has seats of every slot and who comes, with masked names', async () => {
    await make(1);
    await make(2, 570);
    const day = await readDay(hub, DAY);
    expect(day.matters).toMatchObject([{ matterId, taken: 2, seats: 12, exception: null }]);
    expect(day.matters[0]?.slots[0]).toEqual({ minute: 540, endMinute: 570, taken: 1, seats: 2 });
    expect(day.rows).toMatchObject([
      { minute: 540, name: '测*1', state: 'confirmed', hasPhone: false },
      { minute: 570, name: '测*2' },
    ]);
  });

  it('shows the whole of today, also what has passed', async () => {
    await make(1, 690, '2026-11-24');
    now = new Date('2026-11-24T16:00:00+08:00');
    expect((await readDay(hub, '2026-11-24')).matters).toMatchObject([{ taken: 1, seats: 12 }]);
  });

  it('masks names of every length', () => {
    expect(['王', '王明', '王小明', '欧阳小明', '𬱖某'].map(maskName)).toEqual([
      '王*',
      '王*',
      '王*明',
      '欧**明',
      '𬱖*',
    ]);
  });
});

describe('marks', () => {
  it('say who came, can be mended, and are audited by number', async () => {
    const id = await make(1);
    expect(await markBooking(hub, { id, as: 'used' }, CLERK)).toMatchObject({ ok: true });
    expect(await stateOf(id)).toBe('used');
    expect(await markBooking(hub, { id, as: 'missed' }, CLERK)).toMatchObject({ ok: true });
    expect(await markBooking(hub, { id, as: 'missed' }, CLERK)).toMatchObject({ ok: true });
    expect(await stateOf(id)).toBe('missed');
    const audit = await auditOf('booking.mark');
    expect(audit).toMatchObject({ actor: 'clerk.a', detail: { as: 'missed' } });
    expect(audit?.target).toMatch(/^YY1126-/);
  });

  it('are not for what was refused or does not exist', async () => {
    const id = await make(1);
    await closeDay(hub, { day: DAY, matterId: null, reason: { zh: '停电', en: 'Power cut' } }, CLERK);
    expect(await markBooking(hub, { id, as: 'used' }, CLERK)).toMatchObject({
      error: { code: 'booking.notNow' },
    });
    expect(await markBooking(hub, { id: randomUUID(), as: 'used' }, CLERK)).toMatchObject({
      error: { code: 'not.found' },
    });
  });
});

describe('name and phone', () => {
  it('are shown whole to who asks for one booking, and the log tells who did', async () => {
    const id = await make(1, 540, DAY, '13800000001');
    expect(await readContact(hub, id, CLERK)).toEqual({
      ok: true,
      value: { name: '测试1', phone: '13800000001' },
    });
    const audit = await auditOf('booking.contact');
    expect(audit?.actor).toBe('clerk.a');
    expect(JSON.stringify(audit)).not.toContain('测试1');
  });

  it('go after the time they are kept', async () => {
    const id = await make(1);
    now = new Date('2027-06-30T10:00:00+08:00');
    await sweepBookings(hub);
    expect(await readContact(hub, id, CLERK)).toMatchObject({ error: { code: 'not.found' } });
    expect((await readDay(hub, DAY)).rows).toMatchObject([{ name: null, state: 'missed' }]);
  });
});

describe('closing a day', () => {
  const reason = { zh: '设备检修', en: 'Maintenance' };

  it('takes the seats back, tells each why and what is free, and lets nobody book', async () => {
    const id = await make(1);
    const other = await make(2, 540, '2026-11-27');
    expect(await closeDay(hub, { day: DAY, matterId: null, reason }, CLERK)).toEqual({ ok: true, value: 1 });
    expect([await stateOf(id), await stateOf(other)]).toEqual(['refused', 'confirmed']);
    const list = await listBookings(hub, personAt(1));
    expect(list.ok && list.value[0]).toMatchObject({ state: 'refused', reason: 'booking.closed' });
    expect(list.ok && list.value[0]?.offered).toHaveLength(3);
    const messages = await listMessages(hub, holderOf(hub.secrets, personAt(1).idNumber));
    expect(messages.ok && messages.value.rows[0]).toMatchObject({ event: 'booking.refused' });
    expect(messages.ok && messages.value.rows[0]?.note).toMatch(
      /^设备检修。2026-11-26 09:00 没有约上。还可以约：/,
    );
    await expect(make(3)).rejects.toThrow('booking.closed');
    expect((await auditOf('booking.closeDay'))?.detail).toMatchObject({ day: DAY, refused: 1 });
  });

  it('of one matter leaves the others', async () => {
    const first = matterId;
    const id = await make(1);
    matterId = `${first}b`;
    await addMatter(hub, matterId);
    const other = await make(2);
    expect(await closeDay(hub, { day: DAY, matterId: first, reason }, CLERK)).toEqual({ ok: true, value: 1 });
    expect([await stateOf(id), await stateOf(other)]).toEqual(['refused', 'confirmed']);
    expect(await closeDay(hub, { day: DAY, matterId: 'none', reason }, CLERK)).toMatchObject({
      error: { code: 'booking.unknownMatter' },
    });
  });

  it('and booking at once: nobody keeps a seat on a closed day', async () => {
    await hub.db.updateTable('booking_matter').set({ capacity: 50 }).execute();
    const tries = Array.from({ length: 20 }, (_, i) => make(i + 1).catch(() => null));
    await Promise.all([...tries, closeDay(hub, { day: DAY, matterId: null, reason }, CLERK)]);
    const seats = await hub.db.selectFrom('booking').select('id').where('state', '=', 'confirmed').execute();
    expect(seats).toEqual([]);
  });

  it('is undone by opening it again', async () => {
    await closeDay(hub, { day: DAY, matterId: null, reason }, CLERK);
    expect(await openDayAgain(hub, { day: DAY, matterId: null }, CLERK)).toMatchObject({ ok: true });
    expect(await openDayAgain(hub, { day: DAY, matterId: null }, CLERK)).toMatchObject({
      error: { code: 'not.found' },
    });
    expect(await make(1)).toBeTruthy();
  });
});

it('who did not come has missed it once the day is over, not before', async () => {
  const id = await make(1, 690, '2026-11-24');
  now = new Date('2026-11-24T23:59:00+08:00');
  await sweepBookings(hub);
  expect(await stateOf(id)).toBe('confirmed');
  now = new Date('2026-11-25T00:01:00+08:00');
  expect(await sweepBookings(hub)).toBe(1);
  expect(await stateOf(id)).toBe('missed');
});
