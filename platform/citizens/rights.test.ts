import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AddressFields, MAX_ADDRESSES } from '../../contracts/hub/citizens-api.ts';
import { actOnCase } from '../applications/act.ts';
import { type TestKiosk, testKiosk } from '../applications/testing/desk.ts';
import { book, cancelBooking, listBookings } from '../bookings/book.ts';
import { addMatter, NOW, personAt } from '../bookings/testing/hall.ts';
import { putDraft } from '../drafts/put.ts';
import { draftAt } from '../drafts/testing/drafts.ts';
import { inboxBinding } from '../ingest/rows.ts';
import { sendRows } from '../materials/testing/materials.ts';
import { holderOf } from '../secrets.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { outboxRow } from '../testing/ratings.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { listAddresses, putAddress, removeAddress } from './addresses.ts';
import { answerPetition } from './desk.ts';
import { eraseAll, HELD_TABLES } from './erase.ts';
import { readHeld } from './held.ts';
import { readCounts } from './overview.ts';
import { petitionOf, petitionRow } from './testing/petitions.ts';

const CLERK = { login: 'clerk.a', ip: null };
const DAY_MS = 86_400_000;
const EPOCH = '33333333-3333-4333-8333-333333333333';
const HOME: AddressFields = {
  recipient: '测试申请人',
  phone: '13800001234',
  address: '平顶山市卫东区示例路 1 号',
  postcode: '467000',
};

let hub: TestContext;
let terminal: TestTerminal;
let kiosk: TestKiosk;
let now = NOW;
let person = 100;
let seq = 0;
beforeAll(async () => {
  hub = await testContext({ now: () => now });
  terminal = await addTerminal(hub, newTerminal('kiosk-a', 'w1'));
  kiosk = testKiosk(hub, terminal);
  await addMatter(hub, 'idcard', { capacity: 50 });
});
afterAll(() => hub.close());
beforeEach(() => {
  now = NOW;
  person += 1;
});

const holder = (n = person) => holderOf(hub.secrets, personAt(n).idNumber);
const send = async (item: ReturnType<typeof petitionRow>) => {
  const [outcome] = await sendRows(hub, terminal, [item], EPOCH);
  if (outcome?.outcome !== 'stored') throw new Error(outcome?.code);
};
async function leave(n = person, wish: Parameters<typeof petitionOf>[2] = {}) {
  const body = petitionOf(terminal.id, n, { at: now.getTime(), ...wish });
  seq += 1;
  await send(petitionRow(seq, body));
  return body;
}
const wishOf = (n: number, minute: number) => ({
  id: randomUUID(),
  person: personAt(n),
  phone: '13800001234',
  matterId: 'idcard',
  day: '2026-11-26',
  minute,
  locale: 'zh-CN' as const,
});
const put = (wish: { id?: string; address?: Partial<AddressFields>; first?: boolean } = {}, n = person) =>
  putAddress(hub, holder(n), {
    id: wish.id ?? randomUUID(),
    address: { ...HOME, ...wish.address },
    first: wish.first ?? false,
  });

describe('addresses', () => {
  it('the first one is offered first, until another is', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await put({ id: a });
    await put({ id: b, address: { recipient: '另一人' } });
    expect(await listAddresses(hub, holder())).toMatchObject([
      { id: a, first: true, ...HOME },
      { id: b, first: false, recipient: '另一人' },
    ]);
    await put({ id: b, first: true });
    const rows = await listAddresses(hub, holder());
    expect(rows.map((r) => [r.id, r.first])).toEqual([
      [b, true],
      [a, false],
    ]);
    expect((await removeAddress(hub, holder(), b)).map((r) => [r.id, r.first])).toEqual([[a, true]]);
    expect(await removeAddress(hub, holder(), b)).toHaveLength(1);
  });

  it('are changed in place, and are nobody else’s', async () => {
    const id = randomUUID();
    await put({ id });
    await put({ id, address: { postcode: '467001' } });
    expect(await listAddresses(hub, holder())).toMatchObject([{ id, postcode: '467001', first: true }]);
    const other = person + 1_000;
    await put({}, other);
    expect(await put({ id, first: true }, other)).toMatchObject({ error: { code: 'not.found' } });
    expect((await listAddresses(hub, holder(other))).map((r) => r.first)).toEqual([true]);
    await removeAddress(hub, holder(other), id);
    expect(await listAddresses(hub, holder())).toMatchObject([{ id, recipient: HOME.recipient }]);
    const stored = await hub.db.selectFrom('citizen_address').select('body').execute();
    expect(stored.some((r) => r.body.includes(HOME.address))).toBe(false);
  });

  it('are so many and no more, also of those who add at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: MAX_ADDRESSES + 3 }, () => put()));
    const refused = answers.filter((a) => !a.ok);
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({ error: { code: 'citizen.tooManyAddresses' } });
    const rows = await listAddresses(hub, holder());
    expect(rows).toHaveLength(MAX_ADDRESSES);
    expect(rows.filter((r) => r.first)).toHaveLength(1);
    // A known one may be changed all the same.
    expect(await put({ id: rows[0]?.id ?? '' })).toMatchObject({ ok: true });
  });
});

describe('what the hall holds', () => {
  it('is counted, and told with numbers masked; nothing of anybody else', async () => {
    const { body, caseNo } = await kiosk.bring({ who: { idNumber: personAt(person).idNumber } });
    await book(hub, terminal.id, wishOf(person, 540));
    await put();
    const petition = await leave();
    await leave(person + 1_000);
    expect(await readCounts(hub, holder())).toEqual({
      unread: 1,
      openCases: 1,
      askedCases: 0,
      bookings: 1,
      addresses: 1,
      petitions: 1,
    });
    const data = await readHeld(hub, holder(), terminal.id);
    expect(data).toMatchObject({
      applications: [{ receiptNo: body.receiptNo, caseNo, itemName: body.itemName, state: 'submitted' }],
      bookings: [{ day: '2026-11-26', minute: 540, state: 'confirmed', phone: '138****1234' }],
      addresses: [HOME],
      petitions: [{ id: petition.id, text: petition.text }],
      messages: [{ event: 'case.submitted', no: caseNo }],
      more: false,
    });
    expect(JSON.stringify(data)).not.toContain(personAt(person).idNumber);
    const looks = await hub.db
      .selectFrom('audit')
      .select('target')
      .where('action', '=', 'citizen.look')
      .execute();
    expect(looks).toEqual([{ target: terminal.id }]);
    expect(await readHeld(hub, holder(9_999), terminal.id)).toMatchObject({
      applications: [],
      petitions: [],
    });
  });
});

describe('deleting at a person’s wish', () => {
  it('takes what may go, and says of the rest why it stays', async () => {
    const who = { idNumber: personAt(person).idNumber };
    const old = await kiosk.bring({ who });
    await actOnCase(hub, old.caseNo, { action: 'refuse', reason: '不属于本局' }, CLERK);
    const answered = await leave();
    await answerPetition(hub, { id: answered.id, text: '已经答复' }, CLERK);
    now = new Date(NOW.getTime() + 731 * DAY_MS);
    const open = await kiosk.bring({ who });
    const young = await leave();
    await answerPetition(hub, { id: young.id, text: '已经答复' }, CLERK);
    const waiting = await leave();
    await put();
    now = NOW;
    const cancelled = await book(hub, terminal.id, wishOf(person, 540));
    if (!cancelled.ok) throw new Error(cancelled.error.code);
    await cancelBooking(hub, personAt(person), cancelled.value.id);
    const coming = await book(hub, terminal.id, wishOf(person, 570));
    const other = await leave(person + 1_000);
    now = new Date(NOW.getTime() + 731 * DAY_MS);

    const { deleted, kept, keptCount } = await eraseAll(hub, holder());
    expect(deleted).toEqual({
      applications: 1,
      bookings: 1,
      addresses: 1,
      petitions: 1,
      messages: 4,
      drafts: 0,
      prints: 0,
    });
    expect(keptCount).toBe(4);
    const whyOf = Object.fromEntries(kept.map((k) => [k.no, `${k.what} ${k.why}`]));
    expect(whyOf).toMatchObject({
      [open.body.receiptNo]: 'application open',
      [coming.ok ? coming.value.no : '']: 'booking open',
    });
    expect(kept.filter((k) => k.what === 'petition').map((k) => [k.why, k.untilMs])).toEqual(
      expect.arrayContaining([
        ['open', null],
        ['retention', now.getTime() + 365 * DAY_MS],
      ]),
    );

    const data = await readHeld(hub, holder(), terminal.id);
    expect(data.applications.map((a) => a.receiptNo)).toEqual([open.body.receiptNo]);
    expect(data.bookings.map((b) => b.minute)).toEqual([570]);
    expect(new Set(data.petitions.map((p) => p.id))).toEqual(new Set([young.id, waiting.id]));
    expect([data.addresses, data.messages]).toEqual([[], []]);
    expect((await readHeld(hub, holder(person + 1_000), terminal.id)).petitions).toMatchObject([
      { id: other.id },
    ]);
    // The person of the cancelled booking is gone from its row; the seat's story stays for the hall's counts.
    const row = await hub.db
      .selectFrom('booking')
      .select(['person', 'holder', 'state'])
      .where('id', '=', cancelled.value.id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ person: null, state: 'cancelled' });
    expect(row.holder).toHaveLength(32);
    expect(row.holder.equals(holder())).toBe(false);

    expect((await eraseAll(hub, holder())).deleted).toEqual({
      applications: 0,
      bookings: 0,
      addresses: 0,
      petitions: 0,
      messages: 0,
      drafts: 0,
      prints: 0,
    });
    const [audit] = await hub.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'citizen.erase')
      .orderBy('id')
      .execute();
    expect(audit?.detail).toEqual({ ...deleted, kept: 4 });
  });

  it('names every table that is found by a person', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'holder' order by 1`.execute(hub.db);
    expect(rows.map((r) => r.name)).toEqual(Object.keys(HELD_TABLES).sort());
  });

  it('drops half-done applications, and what was counted in earlier years of prints', async () => {
    const draft = draftAt(1);
    await putDraft(hub, { holder: holder(), terminalId: terminal.id }, draft);
    const print = (year: number, no: number) => ({
      id: randomUUID(),
      holder: holder(),
      certificate: Buffer.alloc(32, 1),
      type_code: 'idCard',
      purpose: 'bank' as const,
      terminal_id: terminal.id,
      no,
      day: `${year}-11-01`,
      year,
      outcome: 'printed' as const,
      granted_at: new Date(`${year}-11-01T10:00:00+08:00`),
    });
    await hub.db
      .insertInto('certificate_print')
      .values([print(2025, 1), print(2026, 2)])
      .execute();
    const before = await readHeld(hub, holder(), terminal.id);
    expect(before.drafts).toMatchObject([{ title: draft.title, answers: [{ value: '138****1234' }] }]);
    expect(before.prints.map((p) => p.day)).toEqual(['2026-11-01', '2025-11-01']);

    const { deleted, kept } = await eraseAll(hub, holder());
    expect(deleted).toMatchObject({ drafts: 1, prints: 1 });
    const untilMs = Date.parse('2027-01-01T00:00:00+08:00');
    expect(kept).toEqual([{ what: 'print', no: '2026-11-01-2', why: 'limit', untilMs }]);
    const after = await readHeld(hub, holder(), terminal.id);
    expect([after.drafts, after.prints]).toMatchObject([[], [{ day: '2026-11-01', no: 2 }]]);
    // A kiosk that was away does not bring it back.
    const late = { ...draft, n: 9 };
    expect(await putDraft(hub, { holder: holder(), terminalId: terminal.id }, late)).toBe('dropped');
  });

  it('also empties the rows that brought a petition or a booking', async () => {
    const { id, person: who, ...wish } = wishOf(person, 600);
    const request = {
      v: 1,
      type: 'request',
      id,
      terminalId: terminal.id,
      app: 'test/1',
      at: NOW.getTime(),
      person: who,
    };
    seq += 1;
    await send(outboxRow(seq, JSON.stringify({ ...request, ...wish }), { kind: 'booking' }));
    const [booked] = await (async () => {
      const answer = await listBookings(hub, personAt(person));
      return answer.ok ? answer.value : [];
    })();
    expect(booked).toMatchObject({ id, state: 'confirmed' });
    await cancelBooking(hub, personAt(person), id);
    const petition = await leave();
    await answerPetition(hub, { id: petition.id, text: '已经答复' }, CLERK);
    now = new Date(NOW.getTime() + 366 * DAY_MS);
    await eraseAll(hub, holder());
    const rows = await hub.db
      .selectFrom('inbox')
      .select(['terminal_id', 'epoch', 'seq', 'body', 'kind'])
      .where('epoch', '=', EPOCH)
      .execute();
    const texts = rows.flatMap((r) =>
      r.body.length === 0
        ? []
        : [hub.secrets.open(r.body, inboxBinding(r.terminal_id, r.epoch, r.seq)).toString('utf8')],
    );
    expect(texts.some((t) => t.includes(id) || t.includes(petition.id))).toBe(false);
    expect(rows.filter((r) => r.body.length === 0).map((r) => r.kind)).toEqual(
      expect.arrayContaining(['booking', 'petition']),
    );
    // Other people's stand.
    expect(texts.length).toBeGreaterThan(0);
  });
});
