import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applicationBody } from '../../contracts/application.ts';
import { materialBody, materialSigned } from '../../contracts/material.ts';
import { type DeviceKey, loadDeviceKey } from '../../sync/index.ts';
import type { TerminalStore } from '../../sync/store/store.ts';
import { type FailingDisk, failingDisk } from '../../sync/testing/failing-disk.ts';
import { type TempStore, tempStore } from '../../sync/testing/temp-store.ts';
import { reduce } from '../flow/engine.ts';
import type { FlowState } from '../flow/state.ts';
import { openPages, type PageStore } from './pages.ts';
import { createSubmission, type Submission, type SubmitOutcome } from './submit.ts';
import {
  applyFlow,
  leasePages,
  scannedPage,
  signaturePicture,
  toSubmit,
  walked,
} from './testing/apply-flow.ts';

const loaded = applyFlow();
const RECEIPT = 'PAD-01-202601051700-AB12';
/** Lease, signature, form; then what names them. */
const ALL_ROWS = ['material', 'material', 'material', 'application'];
const PICTURES = [0, 1, 2].map(scannedPage);

let temp: TempStore;
let disk: FailingDisk;
let store: TerminalStore;
let pages: PageStore;
let key: DeviceKey;
let submission: Submission;
beforeEach(() => {
  temp = tempStore();
  disk = failingDisk();
  store = temp.open({}, disk);
  const made = loadDeviceKey(temp.dir);
  if (!made.ok) throw new Error(made.error.detail);
  key = made.value;
  pages = openPages(join(temp.dir, 'session-pages'));
  for (const [n, picture] of PICTURES.entries()) pages.put(`lease-${n}`, picture, 'image/jpeg');
  pages.put('signature', signaturePicture(), 'image/png');
  submission = newSubmission();
});
afterEach(() => temp.dispose());

const newSubmission = (over: Partial<Parameters<typeof createSubmission>[0]> = {}): Submission =>
  createSubmission({
    store,
    pages,
    signer: { alg: 'Ed25519', sign: key.sign },
    terminalId: 'pad-01',
    app: '0.1.0',
    clock: temp.time.clock,
    timers: temp.time.timers,
    newId: randomUUID,
    ...over,
  });

const atSubmit = (): FlowState => walked(loaded, toSubmit(leasePages(3)));
const run = (
  state = atSubmit(),
  signal = new AbortController().signal,
  onProgress: Parameters<Submission['run']>[1] = () => {},
): Promise<SubmitOutcome> =>
  submission.run({ loaded, state, receiptNo: RECEIPT, locale: 'zh-CN', draft: null }, onProgress, signal);

interface Row {
  kind: string;
  body: unknown;
}
const rows = (from = store): Row[] =>
  from.nextBatch(0).items.map(({ kind, body }) => ({ kind, body: JSON.parse(body) as unknown }));
const ofKind = (kind: string) => rows().filter((r) => r.kind === kind);

describe('an application', () => {
  test('is one row after its materials, which are signed by this terminal and whole', async () => {
    const state = atSubmit();
    expect(state).toMatchObject({ at: 'send', phase: 'submitting' });
    const seen: unknown[] = [];
    const outcome = await run(state, undefined, (p) => seen.push(p));
    if (!outcome.ok) throw new Error(outcome.code);
    expect(seen).toEqual([
      { n: 0, of: 4 },
      { n: 1, of: 4 },
      { n: 2, of: 4 },
      { n: 3, of: 4 },
    ]);
    expect(rows().map((r) => r.kind)).toEqual(ALL_ROWS);
    const application = applicationBody.parse(ofKind('application')[0]?.body);
    expect(application).toMatchObject({
      receiptNo: RECEIPT,
      itemCode: 'WD01005',
      applicant: {
        idNumber: '11010519491231002X',
        by: 'idCard',
        phone: '13900000001',
        enterprise: null,
      },
      delivery: { way: 'window' },
      flow: { id: 'residence-permit-apply', hash: loaded.hash },
    });
    expect(application.answers).toContainEqual({
      stepId: 'home',
      fieldId: 'housing',
      label: '住处是',
      value: 'rent',
      shown: '租的房子',
    });
    expect(application.answers.find((a) => a.fieldId === 'number')?.value).toBe('11010519491231002X');

    const materials = ofKind('material').map((r) => materialBody.parse(r.body));
    expect(application.materials).toEqual(materials.map(({ id, code, title }) => ({ id, code, title })));
    expect(materials.map((m) => m.code)).toEqual(['lease', 'signature', 'applicationForm']);
    expect(materials[0]?.pages).toHaveLength(3);
    expect(materials[0]?.pages[1]).toMatchObject({ no: 2, dpi: 200, source: 'scanner', device: 'scanner' });
    expect(materials[1]).toMatchObject({
      document: { type: 'image/png' },
      pages: [{ source: 'touch', widthPx: 1_200 }],
    });
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey },
      format: 'jwk',
    });
    for (const material of materials) {
      expect(material.applicationId).toBe(outcome.value.applicationId);
      const signature = Buffer.from(material.signature.value, 'base64url');
      expect(verify(null, Buffer.from(materialSigned(material)), publicKey, signature)).toBe(true);
      expect(store.material(material.id)?.blobs).toHaveLength(1);
    }
  });

  test('said twice is one', async () => {
    const state = atSubmit();
    const [first, second] = [await run(state), await run(state)];
    expect(second).toEqual(first);
    expect(rows()).toHaveLength(ALL_ROWS.length);
  });

  test('of an enterprise names it', async () => {
    const [form] = loaded.flow.steps.filter((s) => s.type === 'form');
    const state = atSubmit();
    const answer = state.answers[form?.id ?? ''];
    if (answer?.type !== 'form') throw new Error('no form');
    const values = { ...answer.values, uscc: '91350100M000100Y43' };
    const outcome = await run({ ...state, answers: { ...state.answers, home: { type: 'form', values } } });
    expect(outcome.ok).toBe(true);
    expect(applicationBody.parse(ofKind('application')[0]?.body).applicant.enterprise).toEqual({
      uscc: '91350100M000100Y43',
      name: '示例制造有限公司',
    });
  });
});

describe('what can go wrong', () => {
  const refusal = async (state = atSubmit()) => {
    const outcome = await run(state);
    return outcome.ok ? null : { code: outcome.code, stepId: outcome.stepId };
  };

  test('a page that is gone leads back to its step, and nothing is kept', async () => {
    pages.remove('lease-1');
    expect(await refusal()).toEqual({ code: 'apply.pageMissing', stepId: 'lease' });
    expect(rows()).toEqual([]);
  });

  test('a page under 200 dpi that nobody was told of leads back; kept knowingly it is marked', async () => {
    const low = leasePages(3).map((p, n) => ({ ...p, dpi: n === 1 ? 150 : 200 }));
    expect(await refusal(walked(loaded, toSubmit(low)))).toEqual({
      code: 'material.lowResolution',
      stepId: 'lease',
    });
    const kept = low.map((p, n) => (n === 1 ? { ...p, warnings: ['lowResolution'], kept: true } : p));
    expect(await refusal(walked(loaded, toSubmit(kept)))).toBeNull();
    const [lease] = ofKind('material').map((r) => materialBody.parse(r.body));
    expect(lease?.pages.map((p) => p.warnings)).toEqual([[], ['lowResolution'], []]);
  });

  test('a document that is no 公民身份号码 applies at a window', async () => {
    const state = atSubmit();
    const who = state.answers.who;
    if (who?.type !== 'idCard') throw new Error('no card');
    const answers = { ...state.answers, who: { ...who, card: { ...who.card, number: 'USA110080010101' } } };
    expect(await refusal({ ...state, answers })).toEqual({ code: 'apply.noIdentity', stepId: null });
    expect(rows()).toEqual([]);
  });

  test('without the device key nothing is made', async () => {
    submission = newSubmission({ signer: null });
    expect(await refusal()).toEqual({ code: 'store.fault', stepId: null });
  });

  test('a disk that is full from the beginning keeps nothing, and the same application is whole afterwards', async () => {
    const state = atSubmit();
    store.close();
    store = temp.open({ blobQuotaBytes: 10 });
    submission = newSubmission();
    expect(await refusal(state)).toEqual({ code: 'store.full', stepId: null });
    expect(rows()).toEqual([]);
  });

  /** The calls that write, in their order: three blobs laid by, three materials, one row. */
  const WRITES = [
    'stageBlob',
    'stageBlob',
    'stageBlob',
    'saveMaterial',
    'saveMaterial',
    'saveMaterial',
    'saveRecords',
  ] as const;
  test.each(WRITES.map((name, n) => [n, name] as const))(
    'a full disk at write %i (%s): again, and it is there once',
    async (at) => {
      let calls = 0;
      let broken = true;
      const failing = new Proxy(store, {
        get(target, name, receiver) {
          const value: unknown = Reflect.get(target, name, receiver);
          if (typeof value !== 'function' || !(WRITES as readonly unknown[]).includes(name)) return value;
          return (...args: unknown[]) => {
            calls += 1;
            if (broken && calls === at + 1) return { ok: false, error: { code: 'store.full' } };
            return (value as (...a: unknown[]) => unknown).apply(target, args);
          };
        },
      });
      submission = newSubmission({ store: failing });
      const state = atSubmit();
      expect(await refusal(state)).toEqual({ code: 'store.full', stepId: null });
      expect(ofKind('application')).toEqual([]);
      broken = false;
      expect((await run(state)).ok).toBe(true);
      expect(rows().map((r) => r.kind)).toEqual(ALL_ROWS);
      const [one] = ofKind('application').map((r) => applicationBody.parse(r.body));
      const ids = ofKind('material').map((r) => materialBody.parse(r.body).id);
      expect(one?.materials.map((m) => m.id)).toEqual(ids);
    },
  );

  test('the real database full and broken at the row: nothing is told, and the next try is whole', async () => {
    const state = atSubmit();
    disk.breakNext('SQLITE_IOERR');
    expect(await refusal(state)).toMatchObject({ code: 'store.fault' });
    store.maintain();
    expect((await run(state)).ok).toBe(true);
    expect(rows().map((r) => r.kind)).toEqual(ALL_ROWS);
  });

  test('answers that were changed after a failure are another application: no row of the first names it', async () => {
    const saveRecords = store.saveRecords;
    let refuse = true;
    submission = newSubmission({
      store: {
        ...store,
        saveRecords: (kind, bodies) =>
          refuse ? { ok: false, error: { code: 'store.full' } } : saveRecords(kind, bodies),
      },
    });
    const first = atSubmit();
    expect(await refusal(first)).toMatchObject({ code: 'store.full' });
    refuse = false;
    const changed = walked(loaded, toSubmit(leasePages(2)));
    const outcome = await run(changed);
    if (!outcome.ok) throw new Error(outcome.code);
    const application = applicationBody.parse(ofKind('application')[0]?.body);
    const materials = ofKind('material').map((r) => materialBody.parse(r.body));
    const own = materials.filter((m) => m.applicationId === application.id);
    expect(application.materials.map((m) => m.id)).toEqual(own.map((m) => m.id));
    expect(own.find((m) => m.code === 'lease')?.pages).toHaveLength(2);
  });

  test('a citizen who leaves while it is made has applied for nothing', async () => {
    const leaving = new AbortController();
    const outcome = await run(atSubmit(), leaving.signal, () => leaving.abort());
    expect(outcome).toMatchObject({ ok: false, code: 'session.over' });
    submission.forget();
    expect(rows()).toEqual([]);
    expect(store.blobUsage()).toMatchObject({ bytes: 0 });
  });

  test('a process that ends between materials and row leaves no application, and the next one is its own', async () => {
    const ended = newSubmission({
      store: { ...store, saveRecords: () => ({ ok: false, error: { code: 'store.fault' } }) },
    });
    await ended.run(
      { loaded, state: atSubmit(), receiptNo: RECEIPT, locale: 'zh-CN', draft: null },
      () => {},
      new AbortController().signal,
    );
    store = temp.reopen(store);
    expect(ofKind('application')).toEqual([]);
    submission = newSubmission();
    const outcome = await run();
    if (!outcome.ok) throw new Error(outcome.code);
    const [application] = ofKind('application').map((r) => applicationBody.parse(r.body));
    const named = ofKind('material')
      .map((r) => materialBody.parse(r.body))
      .filter((m) => m.applicationId === application?.id);
    expect(named).toHaveLength(3);
  });
});

test('after it is submitted there is no way back behind it', async () => {
  const outcome = await run();
  if (!outcome.ok) throw new Error(outcome.code);
  const state = reduce(loaded.flow, atSubmit(), { type: 'submitted', ...outcome.value });
  expect(reduce(loaded.flow, state, { type: 'back' })).toBe(state);
  const on = reduce(loaded.flow, state, { type: 'next' });
  expect(on.at).toBe('slip');
});
