import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdApplication } from '../materials/hold.ts';
import { sweepMaterials } from '../materials/sweep.ts';
import { holderOf } from '../secrets.ts';
import { type TestContext, testContext } from '../testing/hub.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { actOnCase } from './act.ts';
import { dataOf, forget } from './holder-data.ts';
import { listReusable } from './reuse.ts';
import { idNumberOf } from './testing/applications.ts';
import { type TestKiosk, testKiosk } from './testing/desk.ts';

const DAY_MS = 24 * 3_600_000;
const ADMIN = { login: 'admin.a', ip: null };
let hub: TestContext;
let kiosk: TestKiosk;
let nowMs = Date.UTC(2026, 0, 5, 4);
beforeAll(async () => {
  hub = await testContext({ now: () => new Date(nowMs) });
  kiosk = testKiosk(hub, await addTerminal(hub, newTerminal('kiosk-a', 'w1')));
});
afterAll(() => hub.close());

const holder = (serial: number): Buffer => holderOf(hub.secrets, idNumberOf(serial));
const bring = (serial: number, wish = {}) => kiosk.bring({ ...wish, who: { idNumber: idNumberOf(serial) } });
const end = (caseNo: string) => actOnCase(hub, caseNo, { action: 'refuse', reason: '不属于本局' }, ADMIN);
const forgetAll = (serial: number) => hub.db.transaction().execute((trx) => forget(hub, trx, holder(serial)));
const materialsOf = async (applicationId: string) =>
  (await hub.db.selectFrom('material').select('id').where('application_id', '=', applicationId).execute())
    .length;

describe('what the hall holds of a person', () => {
  test('is all of theirs, as it was submitted, and nothing of another', async () => {
    const { body, caseNo } = await bring(1);
    const { id } = await kiosk.bringMaterial(body.id, { reuse: true });
    await bring(2);
    const data = JSON.parse(JSON.stringify(await dataOf(hub, holder(1))));
    expect(data.applications).toEqual([
      {
        id: body.id,
        receiptNo: body.receiptNo,
        caseNo,
        state: 'submitted',
        submittedMs: nowMs,
        application: body,
        timeline: [{ kind: 'submitted', atMs: nowMs, reason: null, asked: [] }],
        materials: [expect.objectContaining({ id, title: '身份证复印件', reuse: true })],
      },
    ]);
    expect(data.messages).toMatchObject([{ event: 'case.submitted', no: caseNo, title: '企业设立登记' }]);
    expect(data.more).toBe(false);
    expect((await dataOf(hub, holder(999))).applications).toEqual([]);
  });
});

describe('deleting at a person’s wish', () => {
  test('takes what may go, keeps what the hall must keep, and says why', async () => {
    const old = await bring(10);
    await kiosk.bringMaterial(old.body.id, { reuse: true });
    await end(old.caseNo);
    const held = await bring(10);
    await end(held.caseNo);
    await holdApplication(hub, { id: held.body.id, hold: true, reason: '行政复议' }, ADMIN);
    const other = await bring(11);
    await end(other.caseNo);
    nowMs += 731 * DAY_MS;
    const young = await bring(10);
    await kiosk.bringMaterial(young.body.id, { reuse: true });
    await end(young.caseNo);
    const open = await bring(10);
    expect(await listReusable(hub, holder(10))).toHaveLength(1);

    const said = await forgetAll(10);
    expect(said).toMatchObject({ applications: 1 });
    expect(new Map(said.kept.map((k) => [k.receiptNo, k.why]))).toEqual(
      new Map([
        [held.body.receiptNo, 'held'],
        [young.body.receiptNo, 'retention'],
        [open.body.receiptNo, 'open'],
      ]),
    );
    expect(said.kept.find((k) => k.why === 'retention')?.untilMs).toBe(nowMs + 730 * DAY_MS);

    // Gone: content, materials, messages; kept: that there was a case.
    const data = await dataOf(hub, holder(10));
    expect(data.applications.map((a) => a.id).toSorted()).toEqual(
      [held.body.id, young.body.id, open.body.id].toSorted(),
    );
    expect(data.messages).toEqual([]);
    expect(await listReusable(hub, holder(10))).toEqual([]);
    expect(await materialsOf(old.body.id)).toBe(0);
    expect(await materialsOf(young.body.id)).toBe(1);
    const row = await hub.db
      .selectFrom('application as a')
      .innerJoin('case_file as f', 'f.case_no', 'a.case_no')
      .innerJoin('hall_case as h', 'h.case_no', 'a.case_no')
      .select(['a.body', 'a.holder', 'f.holder as of_case', 'f.state', 'h.applicant'])
      .where('a.id', '=', old.body.id)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ body: null, holder: null, of_case: null, state: 'refused', applicant: null });
    const words = await hub.db
      .selectFrom('case_event')
      .select('body')
      .where('case_no', '=', old.caseNo)
      .execute();
    expect(words.every((w) => w.body === null)).toBe(true);
    expect((await dataOf(hub, holder(11))).applications).toHaveLength(1);
    // Also in the rows that brought it; those of the others stand.
    const empty = await hub.db
      .selectFrom('inbox')
      .select('kind')
      .where((eb) => eb(eb.fn('octet_length', ['body']), '=', 0))
      .execute();
    expect(empty.map((r) => r.kind).toSorted()).toEqual(['application', 'material']);
    await kiosk.deliverAgain(old.body);
    expect((await dataOf(hub, holder(10))).applications).toHaveLength(3);

    // Once more: nothing is left to go.
    expect(await forgetAll(10)).toMatchObject({ applications: 0, messages: 0 });
    const audits = await hub.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'citizen.forget')
      .execute();
    expect(audits).toHaveLength(2);
    expect(JSON.stringify(audits)).not.toContain(old.body.receiptNo);
  });

  test('leaves a case whole of which one application is under hold', async () => {
    const first = await bring(20);
    const more = await bring(20, { supplements: first.body.receiptNo });
    await end(first.caseNo);
    await holdApplication(hub, { id: more.body.id, hold: true, reason: '行政复议' }, ADMIN);
    nowMs += 731 * DAY_MS;
    const { applications, kept } = await forgetAll(20);
    expect(applications).toBe(0);
    expect(kept.map((k) => k.why)).toEqual(['held', 'held']);
  });
});

describe('the hall’s retention', () => {
  test('ends the content of cases that have ended, and waits for the others', async () => {
    await hub.db
      .insertInto('setting')
      .values({ key: 'materials', value: JSON.stringify({ retentionDays: 30 }) })
      .execute();
    const ended = await bring(30);
    await kiosk.bringMaterial(ended.body.id);
    await end(ended.caseNo);
    const open = await bring(30);
    await kiosk.bringMaterial(open.body.id);
    nowMs += 31 * DAY_MS;
    await sweepMaterials(hub);
    expect(await materialsOf(ended.body.id)).toBe(0);
    expect(await materialsOf(open.body.id)).toBe(1);
    expect((await dataOf(hub, holder(30))).applications.map((a) => a.id)).toEqual([open.body.id]);
  });
});
