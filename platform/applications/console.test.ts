import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApplicant } from '../cases/applicant.ts';
import { type Caller, caller } from '../console/testing/caller.ts';
import { person } from '../console/testing/people.ts';
import { type ConsoleServer, consoleServer } from '../console/testing/server.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { nextState } from './machine.ts';
import { idNumberOf } from './testing/applications.ts';
import { type TestKiosk, testKiosk } from './testing/desk.ts';

let server: ConsoleServer;
let clerk: Caller;
let kiosk: TestKiosk;
beforeAll(async () => {
  server = await consoleServer();
  await person(server.hub, { login: 'clerk.a', role: 'clerk' });
  clerk = caller(server.url);
  await clerk.signIn('clerk.a');
  kiosk = testKiosk(server.hub, await addTerminal(server.hub, newTerminal('kiosk-a', 'w1')));
});
afterAll(() => server.close());

const act = (caseNo: string, body: object) =>
  clerk.call(`POST /console/cases/${caseNo}/act`, { body: { act: body } });
const deskOf = (id: string) => clerk.call(`GET /console/applications/${id}/case`);
const auditsOf = (target: string) =>
  server.hub.db
    .selectFrom('audit')
    .select(['actor', 'action', 'detail'])
    .where('target', '=', target)
    .orderBy('id')
    .execute();
const search = async (filter: object, after?: string) =>
  (await clerk.call('POST /console/cases/search', { body: { filter, ...(after && { after }) } })).body;

describe('the form', () => {
  test('is masked until somebody asks to see it, and both are audited', async () => {
    const { body, caseNo } = await kiosk.bring({
      who: { name: '柯南道', idNumber: idNumberOf(3), phone: '13812345678' },
      delivery: {
        way: 'express',
        recipient: '柯南道',
        phone: '13812345678',
        address: '平顶山市卫东区建设路西段88号',
        postcode: '467000',
        pickUp: false,
      },
    });
    const { body: desk } = await deskOf(body.id);
    expect(desk.form).toMatchObject({ name: '柯南道', receiptNo: body.receiptNo, supplements: null });
    expect(desk.form.personal.answers[0]).toEqual({ label: '企业名称', shown: '测试商行' });
    const masked = JSON.stringify(desk);
    for (const secret of [idNumberOf(3), idNumberOf(1), '13812345678', '88号'])
      expect(masked).not.toContain(secret);

    const { body: whole } = await clerk.call(`POST /console/applications/${body.id}/reveal`);
    expect(whole).toMatchObject({
      idNumber: idNumberOf(3),
      phone: '13812345678',
      delivery: { address: '平顶山市卫东区建设路西段88号' },
    });
    const detail = { application: body.id };
    expect(await auditsOf(caseNo)).toEqual([
      { actor: 'clerk.a', action: 'case.open', detail },
      { actor: 'clerk.a', action: 'case.reveal', detail },
    ]);
  });

  test('says which of its materials have come', async () => {
    const materials = [
      { id: '00000000-0000-4000-8000-00000000000a', code: 'id-copy', title: '身份证' },
      { id: '00000000-0000-4000-8000-00000000000b', code: 'premises', title: '场所证明' },
    ];
    const { body } = await kiosk.bring({ materials });
    await kiosk.bringMaterial(body.id, { id: '00000000-0000-4000-8000-00000000000a' });
    const { body: desk } = await deskOf(body.id);
    expect(desk.form.materials.map((m: { here: boolean }) => m.here)).toEqual([true, false]);
  });
});

describe('a clerk', () => {
  test('asks for more, accepts what came, concludes; each step is an event, a message, an audit line', async () => {
    const { body, caseNo } = await kiosk.bring({ who: { idNumber: idNumberOf(4) } });
    const asked = [{ code: 'premises', title: '经营场所证明' }];
    const ask = { action: 'askSupplement', reason: '缺少经营场所证明', asked };
    expect((await act(caseNo, ask)).body.state).toBe('supplement');
    expect((await act(caseNo, ask)).body.code).toBe('case.notNow');
    const more = await kiosk.bring({ who: { idNumber: idNumberOf(4) }, supplements: body.receiptNo });
    expect((await deskOf(more.body.id)).body).toMatchObject({
      case: { caseNo, state: 'supplemented' },
      applications: [{ id: body.id }, { id: more.body.id }],
      form: { supplements: body.receiptNo },
    });
    expect((await act(caseNo, { action: 'conclude', reason: '准予登记' })).status).toBe(409);
    expect((await act(caseNo, { action: 'accept' })).body.state).toBe('accepted');
    expect((await act(caseNo, { action: 'refuse', reason: '不属于本局' })).status).toBe(409);
    expect((await act(caseNo, { action: 'conclude', reason: '准予登记' })).body.state).toBe('concluded');
    const { body: desk } = await deskOf(body.id);
    expect(
      desk.timeline.map((e: { kind: string; actor: string; reason: string }) => [e.kind, e.actor, e.reason]),
    ).toEqual([
      ['submitted', null, null],
      ['supplementAsked', 'clerk.a', '缺少经营场所证明'],
      ['supplemented', null, null],
      ['accepted', 'clerk.a', null],
      ['concluded', 'clerk.a', '准予登记'],
    ]);
    const actions = (await auditsOf(caseNo)).map((a) => a.action).filter((a) => a !== 'case.open');
    expect(actions).toEqual(['case.askSupplement', 'case.accept', 'case.conclude']);
    expect(JSON.stringify(await auditsOf(caseNo))).not.toContain('准予');
    const known = await server.hub.db
      .selectFrom('hall_case')
      .select(['stage', 'applicant'])
      .where('case_no', '=', caseNo)
      .executeTakeFirstOrThrow();
    expect(known.stage).toBe(2);
    expect(openApplicant(server.hub.secrets, caseNo, known.applicant ?? Buffer.alloc(0))?.idNumber).toBe(
      idNumberOf(4),
    );
  });

  test('refuses with a reason that cannot be left out', async () => {
    const { caseNo } = await kiosk.bring();
    for (const wrong of [
      { action: 'refuse' },
      { action: 'refuse', reason: ' ' },
      { action: 'askSupplement', reason: '缺少', asked: [] },
    ])
      expect((await act(caseNo, wrong)).status).toBe(400);
    expect((await act(caseNo, { action: 'refuse', reason: '不属于本局职权范围' })).body.state).toBe(
      'refused',
    );
  });

  test('is the only one of two who do the same at the same time', async () => {
    const { caseNo } = await kiosk.bring();
    const both = await Promise.all([act(caseNo, { action: 'accept' }), act(caseNo, { action: 'accept' })]);
    expect(both.map((r) => r.status).toSorted()).toEqual([200, 409]);
  });

  test('makes the counters’ row of a case whose item the hall has come to know', async () => {
    const { caseNo } = await kiosk.bring({ itemCode: 'item-late' });
    const rows = () =>
      server.hub.db.selectFrom('hall_case').selectAll().where('case_no', '=', caseNo).execute();
    expect(await rows()).toEqual([]);
    await server.hub.db
      .insertInto('service_item')
      .values({ code: 'item-late', name_zh: '后来的事项', name_en: 'A later item', department_id: 'gs' })
      .execute();
    await act(caseNo, { action: 'accept' });
    expect(await rows()).toMatchObject([{ item_code: 'item-late', stage: 1 }]);
  });
});

test('whatever is done to a case, its events lead to its state', async () => {
  const wishes = ['accept', 'askSupplement', 'conclude', 'refuse', 'supplement'] as const;
  // A small generator of its own: each walk is the same at every run.
  let random = 7;
  const pick = () => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return wishes[random % wishes.length] ?? 'accept';
  };
  for (let walk = 0; walk < 12; walk += 1) {
    const { body, caseNo } = await kiosk.bring({ who: { idNumber: idNumberOf(60) } });
    for (let step = 0; step < 8; step += 1) {
      const action = pick();
      if (action === 'supplement')
        await kiosk.bring({ who: { idNumber: idNumberOf(60) }, supplements: body.receiptNo });
      else if (action === 'accept') await act(caseNo, { action });
      else if (action === 'askSupplement')
        await act(caseNo, { action, reason: '请补正', asked: [{ code: 'x', title: '材料' }] });
      else await act(caseNo, { action, reason: '说明' });
    }
    const events = await server.hub.db
      .selectFrom('case_event')
      .select('kind')
      .where('case_no', '=', caseNo)
      .orderBy('n')
      .execute();
    const state = events.reduce<Parameters<typeof nextState>[0]>(
      (s, { kind }) => nextState(s, kind) ?? s,
      'submitted',
    );
    const file = await server.hub.db
      .selectFrom('case_file')
      .select('state')
      .where('case_no', '=', caseNo)
      .executeTakeFirstOrThrow();
    expect(file.state).toBe(state);
  }
});

describe('the list of cases', () => {
  test('finds by state, item, number and receipt, and holds nothing personal', async () => {
    const { body, caseNo } = await kiosk.bring({ itemCode: 'item-rare', who: { name: '柯南道' } });
    for (const filter of [{ itemCode: 'item-rare' }, { no: caseNo }, { no: body.receiptNo }]) {
      const { rows } = await search(filter);
      expect(rows).toMatchObject([{ caseNo, itemKnown: false, state: 'submitted', proof: 'idCard' }]);
      expect(JSON.stringify(rows)).not.toContain('柯南道');
    }
    expect((await search({ no: '%' })).rows).toEqual([]);
    expect((await search({ itemCode: 'item-rare', state: 'accepted' })).rows).toEqual([]);
  });

  test('is paged by keyset with none lost and none twice', async () => {
    const made = new Set<string>();
    for (let i = 0; i < 110; i += 1) made.add((await kiosk.bring({ itemCode: 'item-many' })).caseNo);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await search({ itemCode: 'item-many' }, after);
      seen.push(...page.rows.map((r: { caseNo: string }) => r.caseNo));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toHaveLength(110);
    expect(new Set(seen)).toEqual(made);
  });
});
