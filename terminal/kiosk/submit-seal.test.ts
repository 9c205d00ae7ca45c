import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applicationBody } from '../../contracts/application.ts';
import { materialBody } from '../../contracts/material.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { loadDeviceKey } from '../../sync/index.ts';
import type { TerminalStore } from '../../sync/store/store.ts';
import { failingDisk } from '../../sync/testing/failing-disk.ts';
import { type TempStore, tempStore } from '../../sync/testing/temp-store.ts';
import { statesOf } from '../flow/fixtures.ts';
import { loadFlow } from '../flow/load.ts';
import { sampleSealed } from '../flow/samples.ts';
import type { Answer, FlowState } from '../flow/state.ts';
import { openPages } from './pages.ts';
import { makeSignedForm } from './signed-form.ts';
import { createSubmission, type SubmitTools } from './submit.ts';
import { scannedPage, signaturePicture } from './testing/apply-flow.ts';

const read = loadFlow(join(import.meta.dirname, '../../assets/flows/food-business-licence'));
if (!read.ok) throw new Error(read.error.detail);
const loaded = read.value;
const RECEIPT = 'KIOSK-01-202601051700-AB12';

const atSubmit: FlowState = (() => {
  const fixture = loaded.fixtures.find((f) => f.name.startsWith('a restaurant'));
  const state = fixture && statesOf(loaded.flow, fixture).find((s) => s.at === 'send');
  if (state === undefined) throw new Error('no such way');
  return state;
})();
const withSeal = (answer: Answer): FlowState => ({
  ...atSubmit,
  answers: { ...atSubmit.answers, seal: answer },
});

let temp: TempStore;
let store: TerminalStore;
let tools: SubmitTools;
beforeEach(() => {
  temp = tempStore();
  store = temp.open({}, failingDisk());
  const key = loadDeviceKey(temp.dir);
  if (!key.ok) throw new Error(key.error.detail);
  const pages = openPages(join(temp.dir, 'session-pages'));
  for (const answer of Object.values(atSubmit.answers))
    if (answer?.type === 'pages')
      for (const [n, { id }] of answer.pages.entries()) pages.put(id, scannedPage(n), 'image/jpeg');
  for (const id of ['signature', 'seal']) pages.put(id, signaturePicture(), 'image/png');
  tools = {
    store,
    pages,
    signer: { alg: 'Ed25519', sign: key.value.sign },
    terminalId: 'pad-01',
    app: '0.1.0',
    clock: temp.time.clock,
    timers: temp.time.timers,
    newId: randomUUID,
  };
});
afterEach(() => temp.dispose());

const jobOf = (state: FlowState, locale: Locale = 'zh-CN') => ({
  loaded,
  state,
  receiptNo: RECEIPT,
  locale,
  draft: null,
});
const run = (state: FlowState, locale?: Locale) =>
  createSubmission(tools).run(jobOf(state, locale), () => {}, new AbortController().signal);
const bodies = (kind: string) =>
  store
    .nextBatch(0)
    .items.filter((r) => r.kind === kind)
    .map(({ body }) => JSON.parse(body) as unknown);

/** The form as it was sealed, and the seal on it. */
async function sealed(locale: Locale): Promise<FlowState> {
  const form = await makeSignedForm(tools, jobOf(withSeal({ type: 'sealLater', way: 'afterwards' }), locale));
  if (!form.ok) throw new Error(form.error.code);
  const { seal, pageId } = sampleSealed();
  const { sha256 } = form.value.document;
  return withSeal({ type: 'sealed', seal: { ...seal, sha256 }, pageId, locale });
}

test('the form that was sealed goes as it was, and once more with the seal on it', async () => {
  const state = await sealed('zh-CN');
  await temp.time.advance(60_000);
  // The language was changed since: what was sealed stays as it was sealed.
  const outcome = await run(state, 'en');
  expect(outcome.ok).toBe(true);
  const application = applicationBody.parse(bodies('application')[0]);
  const seal = application.seal?.state === 'sealed' ? application.seal.seal : null;
  const materials = bodies('material').map((m) => materialBody.parse(m));
  const of = (code: string) => materials.find((m) => m.code === code);
  expect(of('applicationForm')?.document.sha256).toBe(seal?.sha256);
  expect(of('sealedForm')).toMatchObject({
    title: '申请表（已盖电子印章）',
    document: { profile: 'PDF/A-2b' },
  });
  expect(of('sealedForm')?.document.sha256).not.toBe(seal?.sha256);
  expect(application.materials.map((m) => m.code)).toContain('sealedForm');
});

test('a seal on another form than this is refused, at its step, and nothing is kept', async () => {
  expect(await run(atSubmit)).toEqual({ ok: false, code: 'seal.changed', stepId: 'seal' });
  expect(bodies('application')).toEqual([]);
});

test('without a seal the application says what becomes of it', async () => {
  expect((await run(withSeal({ type: 'sealLater', way: 'afterwards' }))).ok).toBe(true);
  const application = applicationBody.parse(bodies('application')[0]);
  expect(application.seal).toEqual({ state: 'later', way: 'afterwards' });
  expect(application.materials.map((m) => m.code)).not.toContain('sealedForm');
});
