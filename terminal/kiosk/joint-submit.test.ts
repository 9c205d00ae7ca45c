import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applicationBody } from '../../contracts/application.ts';
import { materialBody } from '../../contracts/material.ts';
import { loadDeviceKey } from '../../sync/index.ts';
import type { TerminalStore } from '../../sync/store/store.ts';
import { type FailingDisk, failingDisk } from '../../sync/testing/failing-disk.ts';
import { type TempStore, tempStore } from '../../sync/testing/temp-store.ts';
import { statesOf } from '../flow/fixtures.ts';
import { loadFlow } from '../flow/load.ts';
import type { FlowState } from '../flow/state.ts';
import { openPages } from './pages.ts';
import { submitView } from './step-view.ts';
import { createSubmission, type Submission } from './submit.ts';
import { scannedPage, signaturePicture } from './testing/apply-flow.ts';

const read = loadFlow(join(import.meta.dirname, '../../assets/flows/company-start'));
if (!read.ok) throw new Error(read.error.detail);
const loaded = read.value;
const RECEIPT = 'KIOSK-01-202601051700-AB12';

/** 发票领用 and 住房公积金: both share the licence, one has a list of its own. */
const atSubmit: FlowState = (() => {
  const fixture = loaded.fixtures.find((f) => f.name.startsWith('invoices and fund'));
  const state = fixture && statesOf(loaded.flow, fixture).find((s) => s.at === 'send');
  if (state === undefined) throw new Error('no such way');
  return state;
})();

let temp: TempStore;
let disk: FailingDisk;
let store: TerminalStore;
let submission: Submission;
beforeEach(() => {
  temp = tempStore();
  disk = failingDisk();
  store = temp.open({}, disk);
  const key = loadDeviceKey(temp.dir);
  if (!key.ok) throw new Error(key.error.detail);
  const pages = openPages(join(temp.dir, 'session-pages'));
  for (const [n, id] of ['licence-0', 'roster-0'].entries()) pages.put(id, scannedPage(n), 'image/jpeg');
  pages.put('signature', signaturePicture(), 'image/png');
  submission = createSubmission({
    store,
    pages,
    signer: { alg: 'Ed25519', sign: key.value.sign },
    terminalId: 'pad-01',
    app: '0.1.0',
    clock: temp.time.clock,
    timers: temp.time.timers,
    newId: randomUUID,
  });
});
afterEach(() => temp.dispose());

const run = () =>
  submission.run(
    { loaded, state: atSubmit, receiptNo: RECEIPT, locale: 'zh-CN', draft: null },
    () => {},
    new AbortController().signal,
  );
const bodies = (kind: string) =>
  store
    .nextBatch(0)
    .items.filter((i) => i.kind === kind)
    .map((i): unknown => JSON.parse(i.body));

test('makes an application of each item, with its own answers, materials and number', async () => {
  const outcome = await run();
  if (!outcome.ok) throw new Error(outcome.code);
  const [invoices, fund, ...more] = bodies('application').map((b) => applicationBody.parse(b));
  expect(more).toEqual([]);
  expect([invoices?.itemCode, fund?.itemCode]).toEqual(['WD03001', 'WD12003']);
  expect([invoices?.receiptNo, fund?.receiptNo]).toEqual([RECEIPT, `${RECEIPT}-2`]);
  expect(fund?.joint).toEqual({ no: RECEIPT, n: 2, of: 2 });
  expect(invoices?.applicant).toEqual(fund?.applicant);
  expect(invoices?.applicant.enterprise?.uscc).toMatch(/^91410403/);
  const asked = (a: typeof fund) => new Set(a?.answers.map((row) => row.stepId));
  expect(asked(invoices)).toEqual(new Set(['has', 'district', 'company', 'items', 'invoices']));
  expect(asked(fund)).toEqual(new Set(['has', 'district', 'company', 'items', 'contributions']));
  expect(invoices?.materials.map((m) => m.code)).toEqual([
    'business-licence',
    'signature',
    'applicationForm',
  ]);
  expect(fund?.materials.map((m) => m.code)).toEqual([
    'business-licence',
    'fund-roster',
    'signature',
    'applicationForm',
  ]);
  expect(outcome.value.joint?.map((j) => [j.itemName.en, j.applicationId])).toEqual([
    ['Invoices', invoices?.id],
    ['Provident fund: register an employer', fund?.id],
  ]);
});

test('sends each file once: the materials of all items name the same bytes', async () => {
  await run();
  const materials = bodies('material').map((b) => materialBody.parse(b));
  expect(materials).toHaveLength(7);
  expect(new Set(materials.map((m) => m.id)).size).toBe(7);
  expect(new Set(materials.map((m) => m.document.sha256)).size).toBe(4);
  expect(store.blobUsage().bytes).toBe(
    [...new Map(materials.map((m) => [m.document.sha256, m.document.size])).values()].reduce((a, b) => a + b),
  );
});

test('is all or nothing, and once', async () => {
  const saveRecords = store.saveRecords;
  store.saveRecords = () => ({ ok: false, error: { code: 'store.full' } });
  expect(await run()).toEqual({ ok: false, code: 'store.full', stepId: null });
  expect(bodies('application')).toEqual([]);
  store.saveRecords = saveRecords;
  const first = await run();
  expect(first.ok).toBe(true);
  expect(await run()).toEqual(first);
  expect(bodies('application')).toHaveLength(2);
  expect(bodies('material')).toHaveLength(7);
});

test.each([
  [['sent', 'sent'], 'sent'],
  [['sent', 'waiting'], 'sending'],
  [['waiting', 'waiting'], 'waiting'],
  [['sent', 'dead'], 'dead'],
] as const)('of which the applications are %j is %s', (states, whole) => {
  const joint = ['a', 'b'].map((applicationId) => ({
    itemName: { zh: applicationId, en: applicationId },
    receiptNo: RECEIPT,
    applicationId,
  }));
  const submitted = { receiptNo: RECEIPT, applicationId: 'a', materialIds: ['m'], joint };
  const state = {
    ...atSubmit,
    answers: { ...atSubmit.answers, send: { type: 'submitted' as const, ...submitted } },
  };
  const step = loaded.flow.steps.find((s) => s.type === 'submit');
  if (step === undefined) throw new Error('nothing is submitted');
  const view = submitView(loaded.flow, state, step, (_, id) => ({
    state: id === 'a' ? states[0] : states[1],
    acked: 1,
    total: 2,
  }));
  expect(view.sending).toEqual({ state: whole, acked: 1, total: 2 });
  expect(view.joint).toHaveLength(2);
});
