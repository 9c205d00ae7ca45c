import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RatingBody } from '../../contracts/rating.ts';
import { httpProvince, readAnswer } from '../adapters/province/http.ts';
import { type RelaySettings, relaySettings } from '../adapters/province/settings.ts';
import { sealApplicant } from '../cases/applicant.ts';
import { createGate } from '../ingest/gate.ts';
import { ingest } from '../ingest/ingest.ts';
import { type Simulator, startProvince } from '../simulators/province/simulator.ts';
import { caseAt, type TestContext, testContext } from '../testing/hub.ts';
import { outboxRow, sampleCase, sampleRating } from '../testing/ratings.ts';
import { addTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';
import { type RunReport, runRelay } from './run.ts';

const EPOCH = '55555555-5555-4555-8555-555555555555';
const gate = createGate({ active: 4, waiting: 10, waitMs: 5_000, timers: systemTimers });
let hub: TestContext;
let province: Simulator;
let nowMs = 0;
let seq = 0;
beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 24, 1);
  seq = 0;
  hub = await testContext({ now: () => new Date(nowMs) });
  await addTerminal(hub);
  province = await startProvince({ timers: systemTimers, delayMs: 60_000 });
});
afterEach(async () => {
  await province.close();
  await hub.close();
});

const settings = (wish: object = {}) => ({
  url: province.url,
  timeoutMs: 500,
  areaCode: '410403',
  areaName: '卫东区',
  dataSource: '123',
  departments: { gs: '11410403000000000X' },
  ...wish,
});
const setRelay = (value: object) =>
  hub.db
    .insertInto('setting')
    .values({ key: 'relay', value: JSON.stringify(value) })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value: JSON.stringify(value) }))
    .execute();
const run = (signal = new AbortController().signal): Promise<RunReport | null> =>
  runRelay(hub, { adapter: (s) => httpProvince(s), random: () => 0, signal });
async function receive(...wishes: Partial<RatingBody>[]): Promise<string[]> {
  const bodies = wishes.map((w) => sampleRating({ checked: true, ...w }));
  const items = bodies.map((b) => {
    seq += 1;
    return outboxRow(seq, b);
  });
  const answer = await ingest(hub, gate, { id: 'pad-01', windowId: 'w1' }, { epoch: EPOCH, items });
  if (!answer.ok) throw new Error(answer.error.code);
  return bodies.map((b) => b.id);
}
const many = (n: number): Partial<RatingBody>[] =>
  Array.from({ length: n }, (_, i) => ({ case: sampleCase(`M-${i}`) }));
const states = async (): Promise<string[]> =>
  (await hub.db.selectFrom('rating').select('relay_state').execute()).map((r) => r.relay_state).sort();
const attempts = async (): Promise<string[]> =>
  (await hub.db.selectFrom('relay_attempt').select('outcome').orderBy('id').execute()).map((a) => a.outcome);

test('without a province ratings wait', async () => {
  await receive({});
  expect(await run()).toBeNull();
  expect(await states()).toEqual(['waiting']);
  await setRelay({ url: 'nonsense' });
  expect(await run()).toBeNull();
});

test('a rating arrives with every field of the interface', async () => {
  await hub.db
    .updateTable('hall_case')
    .set({
      applicant: sealApplicant(hub.secrets, caseAt(0), { name: '测试丙', idNumber: 'TEST-ID-1', phone: '0' }),
    })
    .where('case_no', '=', caseAt(0))
    .execute();
  await setRelay(settings());
  await receive({ level: 2, tags: ['210'], text: '窗口等候太久' });
  expect(await run()).toEqual({ relayed: 1, failed: 0, refused: 0 });
  expect(province.taken).toMatchObject([
    {
      areaCode: '410403',
      deptCode: '11410403000000000X',
      taskCode: 'item-1',
      taskName: '企业设立登记',
      projectNo: caseAt(0),
      proStatus: '3',
      proManager: '测试甲',
      certkeyGOV: 'TEST-ID-1',
      userName: '测试丙',
      pf: '4',
      satisfaction: '2',
      evalDetail: '210',
      writingEvaluation: '窗口等候太久',
      assessTime: '2026-11-24 10:00:00',
      assessNumber: '1',
      dataSource: '123',
    },
  ]);
  expect(await states()).toEqual(['relayed']);
  expect(await attempts()).toEqual(['relayed']);
  expect(await run()).toEqual({ relayed: 0, failed: 0, refused: 0 });
});

test('an anonymous rating says nothing of who rated', async () => {
  await hub.db
    .updateTable('hall_case')
    .set({
      applicant: sealApplicant(hub.secrets, caseAt(0), { name: '测试丙', idNumber: 'TEST-ID-1', phone: '0' }),
    })
    .execute();
  await setRelay(settings());
  await receive({ anonymous: true });
  await run();
  expect(province.taken).toMatchObject([{ certkeyGOV: '', userName: '' }]);
});

test('only counted ratings go out', async () => {
  await setRelay(settings());
  await receive({}, {}, { case: sampleCase('UNKNOWN-1'), checked: false });
  expect(await run()).toEqual({ relayed: 1, failed: 0, refused: 0 });
  expect(await states()).toEqual(['notRelayed', 'notRelayed', 'relayed']);
});

test('an answer that was lost makes no second rating', async () => {
  await setRelay(settings());
  await receive({});
  province.mode('drop');
  expect(await run()).toMatchObject({ failed: 1 });
  province.mode('accept');
  nowMs += 3_600_000;
  expect(await run()).toMatchObject({ relayed: 1 });
  expect(province.taken).toHaveLength(1);
  const last = await hub.db
    .selectFrom('relay_attempt')
    .select('detail')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  expect(last?.detail).toBe('known');
});

test('a province that is down is left alone after a few tries; nothing is given up', async () => {
  await setRelay(settings());
  await receive(...many(40));
  for (const mode of ['fail', 'page', 'slow'] as const) {
    province.mode(mode);
    const report = await run();
    expect(report?.failed).toBeGreaterThanOrEqual(5);
    expect(report?.failed).toBeLessThanOrEqual(9);
  }
  province.mode('accept');
  for (let i = 0; i < 3; i += 1) {
    nowMs += 2 * 3_600_000;
    await run();
  }
  expect(await states()).toEqual(Array.from({ length: 40 }, () => 'relayed'));
  expect(new Set(province.taken.map((r) => r.projectNo)).size).toBe(40);
  expect(await hub.db.selectFrom('relay_retry').selectAll().execute()).toEqual([]);
});

test('a rating that failed waits its time, and the others go on', async () => {
  await setRelay(settings({ departments: {} }));
  const [id] = await receive({});
  expect(await run()).toEqual({ relayed: 0, failed: 1, refused: 0 });
  const [tried] = await hub.db.selectFrom('relay_attempt').selectAll().execute();
  expect(tried).toMatchObject({ rating_id: id, detail: 'setting relay lacks departments.gs' });
  await setRelay(settings());
  await receive({ case: sampleCase('OTHER-1') });
  expect(await run()).toEqual({ relayed: 1, failed: 0, refused: 0 });
  nowMs += 3_600_000;
  expect(await run()).toEqual({ relayed: 1, failed: 0, refused: 0 });
});

test('a refusal is final', async () => {
  await setRelay(settings());
  await receive({});
  province.mode('refuse');
  expect(await run()).toEqual({ relayed: 0, failed: 0, refused: 1 });
  nowMs += 7 * 86_400_000;
  province.mode('accept');
  expect(await run()).toEqual({ relayed: 0, failed: 0, refused: 0 });
  expect(await states()).toEqual(['refused']);
});

test('hubs that relay at once send each rating once', async () => {
  await setRelay(settings());
  await receive(...many(30));
  const reports = await Promise.all([run(), run()]);
  expect(reports.reduce((n, r) => n + (r?.relayed ?? 0), 0)).toBe(30);
  expect(province.taken).toHaveLength(30);
  expect(await attempts()).toHaveLength(30);
});

test('a relay that is told to stop takes no further rating in hand', async () => {
  await setRelay(settings());
  await receive(...many(5));
  expect(await run(AbortSignal.abort())).toEqual({ relayed: 0, failed: 0, refused: 0 });
});

describe('an answer of the province', () => {
  const { answers } = relaySettings.parse({
    url: 'http://p',
    areaCode: 'a',
    areaName: 'a',
    dataSource: '000',
    departments: {},
  }) satisfies RelaySettings;
  test.each([
    [200, '{"code":200,"msg":"成功"}', { ok: true, value: { known: false } }],
    [200, '{"code":"0"}', { ok: true, value: { known: false } }],
    [200, '{"code":1,"msg":"该办件已评价,无需重复评价"}', { ok: true, value: { known: true } }],
    [409, '{"code":1,"msg":"该办件已评价"}', { ok: true, value: { known: true } }],
    [200, '{"code":1,"msg":"其他"}', { ok: false, error: { code: 'failed' } }],
    [200, '{"code":400,"msg":"x"}', { ok: false, error: { code: 'refused' } }],
    [400, '{"code":9}', { ok: false, error: { code: 'refused' } }],
    [422, 'no', { ok: false, error: { code: 'refused' } }],
    [200, '<html>', { ok: false, error: { code: 'failed' } }],
    [200, '', { ok: false, error: { code: 'failed' } }],
    [500, '{"code":200}', { ok: false, error: { code: 'failed' } }],
    [429, '{"code":1,"msg":"已评价"}', { ok: false, error: { code: 'failed' } }],
  ])('%i %s', (status, text, wanted) => {
    expect(readAnswer({ answers }, status, text)).toMatchObject(wanted);
  });
});
