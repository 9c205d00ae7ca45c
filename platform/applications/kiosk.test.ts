import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../contracts/hub/person.ts';
import { materialOf, materialRow, sendRows, signed } from '../materials/testing/materials.ts';
import { call, tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { actOnCase } from './act.ts';
import { idNumberOf, newReceiptNo } from './testing/applications.ts';
import { type TestKiosk, testKiosk } from './testing/desk.ts';

const DAY_MS = 24 * 3_600_000;
const CLERK = { login: 'clerk.a', ip: null };
let hub: TestHub;
let terminal: TestTerminal;
let kiosk: TestKiosk;
let token: string;
let nowMs = Date.UTC(2026, 10, 24, 4);
beforeAll(async () => {
  hub = await testHub({ now: () => new Date(nowMs) });
  terminal = await addTerminal(hub.context, newTerminal('kiosk-a', 'w1'));
  kiosk = testKiosk(hub.context, terminal);
  token = await tokenOf(hub, terminal);
});
afterAll(() => hub.close());

const personOf = (serial: number, by: Person['by'] = 'idCard'): Person => ({
  name: '测试申请人',
  idNumber: idNumberOf(serial),
  by,
});
const ask = (what: string, body: object) => call(hub, 'POST', `/kiosk/applications/${what}`, { token, body });
const bringOf = (serial: number, by: Person['by'] = 'idCard', wish = {}) =>
  kiosk.bring({ ...wish, who: { idNumber: idNumberOf(serial), by } });

describe('who may ask', () => {
  test('is a terminal in service', async () => {
    const { status, body } = await call(hub, 'POST', '/kiosk/applications/cases', {
      body: { person: personOf(1) },
    });
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.required' });
  });

  test.each([
    ['cases', {}],
    ['messages', {}],
    ['messages/read', { id: '00000000-0000-4000-8000-000000000000' }],
    ['reusable', {}],
    ['reusable/end', { id: null }],
    ['reusable/part', { id: '00000000-0000-4000-8000-000000000000', offset: 0 }],
  ])('%s is not answered for a typed number', async (what, rest) => {
    const { status, body } = await ask(what, { person: personOf(1, 'typed'), ...rest });
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.required' });
  });
});

describe('cases of a person', () => {
  test('are their own, newest first, paged by keyset with none lost and none twice', async () => {
    await bringOf(11);
    const made: string[] = [];
    // Many of the same moment: the number decides then.
    for (let i = 0; i < 120; i += 1) {
      if (i % 7 === 0) nowMs += 1_000;
      made.push((await bringOf(10)).caseNo);
    }
    const seen: string[] = [];
    let after: string | undefined;
    let last = '';
    do {
      const { body } = await ask('cases', { person: personOf(10), ...(after && { after }) });
      for (const row of body.rows) {
        const place = `${row.submittedMs} ${row.caseNo}`;
        if (last !== '') expect(place < last).toBe(true);
        last = place;
        seen.push(row.caseNo);
      }
      // One that comes meanwhile moves nothing.
      if (after === undefined) await bringOf(10);
      after = body.next ?? undefined;
    } while (after !== undefined);
    expect(seen.toSorted()).toEqual(made.toSorted());
    const other = await ask('cases', { person: personOf(11, 'sms') });
    expect(other.body.rows).toHaveLength(1);
  });

  test('have cursors that are of no use to another person', async () => {
    const { body } = await ask('cases', { person: personOf(10) });
    const { status, body: said } = await ask('cases', { person: personOf(11), after: body.next });
    expect({ status, code: said.code }).toEqual({ status: 400, code: 'input.invalid' });
  });
});

describe('one case', () => {
  test('is told whole to its own person alone, by receipt or by case number', async () => {
    const { body: application, caseNo } = await bringOf(20);
    const asked = [{ code: 'premises', title: '经营场所证明' }];
    const act = { action: 'askSupplement', reason: '缺少房屋产权证明', asked } as const;
    await actOnCase(hub.context, caseNo, act, CLERK);
    for (const no of [application.receiptNo, caseNo]) {
      const own = await ask('case', { person: personOf(20), no });
      expect(own.body.story).toMatchObject({
        scope: 'own',
        caseNo,
        receiptNo: application.receiptNo,
        itemName: '企业设立登记',
        state: 'supplement',
        asked,
        askedReason: '缺少房屋产权证明',
        collect: { windowNo: null, name: { zh: expect.any(String) } },
        timeline: [{ kind: 'submitted' }, { kind: 'supplementAsked', reason: '缺少房屋产权证明', asked }],
      });
      for (const person of [null, personOf(20, 'typed'), personOf(21)]) {
        const { body } = await ask('case', { person, no });
        expect(Object.keys(body.story).toSorted()).toEqual(
          ['changedMs', 'scope', 'state', 'submittedMs', 'timeline'].toSorted(),
        );
        expect(body.story.timeline).toEqual(
          ['submitted', 'supplementAsked'].map((kind) => ({ kind, atMs: nowMs, reason: null, asked: [] })),
        );
        const text = JSON.stringify(body);
        for (const secret of ['企业', '产权', '证明', '测试', idNumberOf(20)])
          expect(text).not.toContain(secret);
      }
    }
  });

  test('never says who the clerk was', async () => {
    const { caseNo } = await bringOf(22);
    await actOnCase(hub.context, caseNo, { action: 'accept' }, CLERK);
    const { body } = await ask('case', { person: personOf(22), no: caseNo });
    expect(JSON.stringify(body)).not.toContain('clerk.a');
  });

  test('of a supplement’s receipt is the case that it adds to', async () => {
    const first = await bringOf(23);
    const more = await bringOf(23, 'idCard', { supplements: first.body.receiptNo });
    const { body } = await ask('case', { person: personOf(23), no: more.body.receiptNo });
    expect(body.story.caseNo).toBe(first.caseNo);
  });

  test('that nobody knows is unknown', async () => {
    const { status, body } = await ask('case', { person: null, no: newReceiptNo() });
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'case.unknown' });
  });
});

describe('messages', () => {
  test('tell every step once, are read once, and are nobody else’s', async () => {
    const { caseNo } = await bringOf(30);
    nowMs += 1_000;
    await actOnCase(hub.context, caseNo, { action: 'accept' }, CLERK);
    nowMs += 1_000;
    await actOnCase(hub.context, caseNo, { action: 'conclude', reason: '准予登记' }, CLERK);
    const { body } = await ask('messages', { person: personOf(30) });
    expect(body.rows.map((m: { event: string; note: string }) => [m.event, m.note])).toEqual([
      ['case.concluded', '准予登记'],
      ['case.accepted', null],
      ['case.submitted', null],
    ]);
    expect(body).toMatchObject({ unread: 3, next: null });
    const [{ id }] = body.rows;
    const foreign = await ask('messages/read', { person: personOf(31), id });
    expect(foreign.status).toBe(404);
    expect((await ask('messages/read', { person: personOf(30), id })).status).toBe(200);
    const readMs = nowMs;
    nowMs += 5_000;
    await ask('messages/read', { person: personOf(30), id });
    const again = await ask('messages', { person: personOf(30) });
    expect(again.body.rows[0].readMs).toBe(readMs);
    expect(again.body.unread).toBe(2);
  });
});

describe('reuse of materials', () => {
  const listOf = async (serial: number) =>
    (await ask('reusable', { person: personOf(serial) })).body.rows.map((m: { id: string }) => m.id);
  const partOf = (serial: number, id: string, offset = 0) =>
    ask('reusable/part', { person: personOf(serial), id, offset });

  test('offers what is whole and agreed to, and gives its bytes in parts, audited once', async () => {
    const { body } = await bringOf(40);
    const { id, bytes } = await kiosk.bringMaterial(body.id, { reuse: true });
    await kiosk.bringMaterial(body.id, { reuse: false });
    const { body: said } = await ask('reusable', { person: personOf(40) });
    expect(said.rows).toMatchObject([
      { id, title: '身份证复印件', itemName: '企业设立登记', size: bytes.length, type: 'application/pdf' },
    ]);
    const part = await partOf(40, id);
    const got = Buffer.from(part.body.bytes, 'base64');
    expect(got.equals(bytes)).toBe(true);
    expect(createHash('sha256').update(got).digest('hex')).toBe(said.rows[0].sha256);
    const rest = await partOf(40, id, bytes.length - 10);
    expect(Buffer.from(rest.body.bytes, 'base64').equals(bytes.subarray(-10))).toBe(true);
    expect((await partOf(40, id, bytes.length)).body.code).toBe('input.invalid');
    const audits = await hub.context.db
      .selectFrom('audit')
      .select(['action', 'detail'])
      .where('target', '=', id)
      .execute();
    expect(audits).toEqual([
      { action: 'material.reuse', detail: { terminal: 'kiosk-a', application: body.id } },
    ]);
  });

  test('gives a document of several parts whole', async () => {
    const { body } = await bringOf(41);
    const { id, bytes } = await kiosk.bringMaterial(body.id, { reuse: true }, 2_500_000);
    const parts: Buffer[] = [];
    for (let offset = 0; offset < bytes.length; ) {
      const part = Buffer.from((await partOf(41, id, offset)).body.bytes, 'base64');
      parts.push(part);
      offset += part.length;
    }
    expect(parts).toHaveLength(3);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  });

  /** Each makes a material that would be offered to person `serial`, but for one thing. */
  const not: [string, number, (serial: number) => Promise<string>][] = [
    [
      'another person’s',
      50,
      async (serial) => {
        const { body } = await bringOf(serial + 1);
        return (await kiosk.bringMaterial(body.id, { reuse: true })).id;
      },
    ],
    [
      'one that a typed number brought',
      52,
      async (serial) => {
        const { body } = await bringOf(serial, 'typed');
        return (await kiosk.bringMaterial(body.id, { reuse: true })).id;
      },
    ],
    [
      'one that was not agreed to',
      53,
      async (serial) => {
        const { body } = await bringOf(serial);
        return (await kiosk.bringMaterial(body.id, { reuse: false })).id;
      },
    ],
    [
      'one whose consent was taken back',
      54,
      async (serial) => {
        const { body } = await bringOf(serial);
        const { id } = await kiosk.bringMaterial(body.id, { reuse: true });
        expect(await listOf(serial)).toEqual([id]);
        expect((await ask('reusable/end', { person: personOf(serial + 100), id })).status).toBe(404);
        expect(await listOf(serial)).toEqual([id]);
        expect((await ask('reusable/end', { person: personOf(serial), id })).status).toBe(200);
        return id;
      },
    ],
    [
      'one that is quarantined',
      55,
      async (serial) => {
        const { body } = await bringOf(serial);
        const { id } = await kiosk.bringMaterial(body.id, { reuse: true });
        await hub.context.db
          .updateTable('material')
          .set({ state: 'quarantined', reason: 'blob.infected' })
          .where('id', '=', id)
          .execute();
        return id;
      },
    ],
    [
      'one in whose file a virus was found since',
      56,
      async (serial) => {
        const { body } = await bringOf(serial);
        const { id } = await kiosk.bringMaterial(body.id, { reuse: true });
        await sql`update blob set state = 'quarantined' where sha256 in
          (select document from material where id = ${id})`.execute(hub.context.db);
        return id;
      },
    ],
    [
      'one whose file is not here yet',
      57,
      async (serial) => {
        const { body } = await bringOf(serial);
        const bytes = Buffer.from('%PDF-1.4 elsewhere');
        const unsigned = materialOf(terminal, bytes, 1, { applicationId: body.id, reuse: true, at: nowMs });
        const row = materialRow(90_001, signed(terminal, unsigned));
        await sendRows(hub.context, terminal, [row], '22222222-2222-4222-8222-222222222222');
        return unsigned.id;
      },
    ],
    [
      'one that is too old',
      58,
      async (serial) => {
        const { body } = await bringOf(serial);
        return (await kiosk.bringMaterial(body.id, { reuse: true, at: nowMs - 366 * DAY_MS })).id;
      },
    ],
    [
      'one that no application stands behind',
      59,
      async () => (await kiosk.bringMaterial('99999999-0000-4000-8000-000000000001', { reuse: true })).id,
    ],
  ];
  test.each(not)('does not offer, nor give out, %s', async (_, serial, make) => {
    const id = await make(serial);
    expect(await listOf(serial)).toEqual([]);
    expect((await partOf(serial, id)).body.code).toBe('not.found');
    const audits = await hub.context.db
      .selectFrom('audit')
      .select('id')
      .where('action', '=', 'material.reuse')
      .where('target', '=', id)
      .execute();
    expect(audits).toEqual([]);
  });
});
