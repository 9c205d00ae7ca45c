import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Application, application, materialPaths } from '../../contracts/hub/materials-api.ts';
import type { MaterialBody, UnsignedMaterial } from '../../contracts/material.ts';
import { samplePdf, samplePng } from '../blobs/testing/samples.ts';
import { uploaderWith } from '../blobs/testing/terminal.ts';
import { type Caller, caller } from '../console/testing/caller.ts';
import { person } from '../console/testing/people.ts';
import { tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { sweepMaterials } from './sweep.ts';
import { pdfOf } from './testing/documents.ts';
import { hashOf, materialOf, materialRow, sendRows, signed } from './testing/materials.ts';
import { TICKET_MS } from './ticket.ts';

const EPOCH = '22222222-2222-4222-8222-222222222222';
const DAY_MS = 24 * 3_600_000;
let now = Date.UTC(2026, 10, 24, 4);
let hub: TestHub;
let kiosk: TestTerminal;
let send: ReturnType<typeof uploaderWith>;
let admin: Caller;
let officer: Caller;
let pdf: Buffer;
let folder: string;
let seq = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hall-materials-'));
  hub = await testHub({ now: () => new Date(now), config: { behindProxy: true } });
  kiosk = await addTerminal(hub.context, newTerminal('kiosk-a', 'w1'));
  send = uploaderWith(hub.url, kiosk.id, await tokenOf(hub, kiosk));
  pdf = await pdfOf(10);
  await person(hub.context, { login: 'boss', role: 'admin' });
  await person(hub.context, { login: 'officer', role: 'rating' });
  [admin, officer] = [caller(hub.url), caller(hub.url)];
  expect((await admin.signIn('boss')).status).toBe(200);
  expect((await officer.signIn('officer')).status).toBe(200);
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A material over the wire: row by ingest, bytes by PUT and commit. */
async function deliver(
  bytes: Buffer,
  pages: number,
  wish: Partial<UnsignedMaterial> = {},
): Promise<MaterialBody> {
  const body = signed(kiosk, materialOf(kiosk, bytes, pages, wish));
  seq += 1;
  const [told] = await sendRows(hub.context, kiosk, [materialRow(seq, body)], EPOCH);
  expect(told?.outcome).toBe('stored');
  expect((await send.put(bytes)).status).toBe(204);
  expect((await send.commit(hashOf('sha256', bytes), bytes.length)).status).toBe(200);
  await expect.poll(async () => (await stateOf(body.id))?.state, { timeout: 5_000 }).toBe('whole');
  return body;
}
const stateOf = (id: string) =>
  hub.context.db.selectFrom('material').select('state').where('id', '=', id).executeTakeFirst();
const get = (by: Caller, path: string, headers: Record<string, string> = {}) =>
  fetch(hub.url + path, { headers: { cookie: by.cookie() ?? '', ...headers } });
const actions = async (target: string): Promise<string[]> =>
  (
    await hub.context.db
      .selectFrom('audit')
      .select(['action', 'actor'])
      .where('target', '=', target)
      .orderBy('id')
      .execute()
  ).map((r) => `${r.actor} ${r.action}`);
async function open(by: Caller, id: string): Promise<Application> {
  const { status, body } = await by.call(`GET /console/applications/${id}`);
  expect(status).toBe(200);
  return application.parse(body);
}
async function lookAt(by: Caller, m: MaterialBody, purpose: 'view' | 'download'): Promise<string> {
  const route = `POST /console/applications/${m.applicationId}/materials/${m.id}/look`;
  const { status, body } = await by.call(route, { body: { purpose } });
  expect(status).toBe(200);
  return materialPaths.document(m.applicationId, m.id, body.ticket);
}

describe('looking at a material', () => {
  test('is audited once for each look, whole or in parts, and gives the bytes', async () => {
    const m = await deliver(pdf, 10);
    const view = await lookAt(officer, m, 'view');
    const whole = await get(officer, view);
    expect(whole.headers.get('content-type')).toBe('application/pdf');
    expect(whole.headers.get('content-disposition')).toMatch(/^inline; filename="id-copy-[0-9a-f]{8}\.pdf"$/);
    expect(whole.headers.get('content-security-policy')).toContain('sandbox');
    expect(hashOf('sha256', Buffer.from(await whole.arrayBuffer()))).toBe(m.document.sha256);
    const part = await get(officer, view, { range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${pdf.length}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(pdf.subarray(10, 20));
    const download = await get(officer, await lookAt(officer, m, 'download'));
    expect(download.headers.get('content-disposition')).toMatch(/^attachment/);
    await download.arrayBuffer();
    expect(await actions(m.id)).toEqual(['officer material.view', 'officer material.download']);
  });

  test('needs the ticket of this session, this material and this quarter of an hour', async () => {
    const [m, other] = [await deliver(pdf, 10), await deliver(pdf, 10)];
    const view = await lookAt(officer, m, 'view');
    const code = async (answer: Response) => [
      answer.status,
      ((await answer.json()) as { code: string }).code,
    ];
    expect(await code(await get(admin, view))).toEqual([410, 'material.ticketOver']);
    expect(await code(await fetch(hub.url + view))).toEqual([401, 'auth.required']);
    const { ticket } = Object.fromEntries(new URL(hub.url + view).searchParams);
    const stray = materialPaths.document(other.applicationId, other.id, ticket ?? '');
    expect(await code(await get(officer, stray))).toEqual([410, 'material.ticketOver']);
    const crossed = materialPaths.document(other.applicationId, m.id, ticket ?? '');
    expect(await code(await get(officer, crossed))).toEqual([404, 'not.found']);
    const thumbnail = materialPaths.thumbnail(m.applicationId, m.id, 1, ticket ?? '');
    expect(await code(await get(officer, thumbnail))).toEqual([410, 'material.ticketOver']);
    expect(await code(await get(officer, materialPaths.exported(m.applicationId, ticket ?? '')))).toEqual([
      403,
      'auth.forbidden',
    ]);
    now += TICKET_MS;
    expect(await code(await get(officer, view))).toEqual([410, 'material.ticketOver']);
  });

  test('is not possible before it is whole', async () => {
    const late = signed(kiosk, materialOf(kiosk, Buffer.from('never comes'), 1));
    seq += 1;
    await sendRows(hub.context, kiosk, [materialRow(seq, late)], EPOCH);
    const route = `POST /console/applications/${late.applicationId}/materials/${late.id}/look`;
    const { status, body } = await officer.call(route, { body: { purpose: 'view' } });
    expect([status, body.code]).toEqual([409, 'material.notWhole']);
    expect(await actions(late.id)).toEqual([]);
  });
});

test('an application tells where and when its pages were made, and that its signature holds', async () => {
  const m = await deliver(pdf, 10, { caseNo: 'WD2026-0001', operator: 's1' });
  const shown = await open(officer, m.applicationId);
  expect(shown).toMatchObject({
    caseNo: 'WD2026-0001',
    terminalId: 'kiosk-a',
    hold: null,
    keptUntilMs: null,
  });
  expect(shown.materials).toHaveLength(1);
  expect(shown.materials[0]).toMatchObject({
    row: { title: '身份证复印件', state: 'whole', pages: 10 },
    signature: { valid: true, publicKey: kiosk.publicKey },
    operator: 's1',
    suspicious: [],
  });
  expect(shown.materials[0]?.pages).toEqual(m.pages);
  expect(await actions(m.applicationId)).toEqual(['officer material.open']);
  // Whoever changes the stored key, or the bytes, is found out.
  const other = newTerminal('x', 'w1');
  await hub.context.db
    .updateTable('material')
    .set({ public_key: Buffer.from(other.publicKey, 'base64url') })
    .where('id', '=', m.id)
    .execute();
  expect((await open(officer, m.applicationId)).materials[0]?.signature.valid).toBe(false);
});

test('thumbnails show the pages, of PDFs and of pictures', async () => {
  const m = await deliver(pdf, 10);
  const { ticket } = await open(officer, m.applicationId);
  for (const page of [1, 9]) {
    const answer = await get(officer, materialPaths.thumbnail(m.applicationId, m.id, page, ticket));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const image = await loadImage(Buffer.from(await answer.arrayBuffer()));
    expect([image.width, image.height]).toEqual([170, 240]);
  }
  const png = samplePng(80, 40);
  const document = { ...materialOf(kiosk, png, 1).document, type: 'image/png' as const };
  const photo = await deliver(png, 1, { applicationId: m.applicationId, document });
  const drawn = await get(officer, materialPaths.thumbnail(photo.applicationId, photo.id, 1, ticket));
  const small = await loadImage(Buffer.from(await drawn.arrayBuffer()));
  expect([small.width, small.height]).toEqual([240, 120]);
  const beyond = await get(officer, materialPaths.thumbnail(m.applicationId, m.id, 11, ticket));
  expect(beyond.status).toBe(404);
});

test('a document of many parts comes whole; one that cannot be drawn has no thumbnail', async () => {
  const large = samplePdf(4_000_000, 5);
  const m = await deliver(large, 3);
  const answer = await get(officer, await lookAt(officer, m, 'view'));
  expect(hashOf('sha256', Buffer.from(await answer.arrayBuffer()))).toBe(m.document.sha256);
  const { ticket } = await open(officer, m.applicationId);
  const none = await get(officer, materialPaths.thumbnail(m.applicationId, m.id, 1, ticket));
  expect(none.status).toBe(404);
});

test('the list is filtered and paged', async () => {
  const applicationId = randomUUID();
  for (let i = 0; i < 3; i += 1)
    await deliver(pdf, 10, { applicationId, code: i === 2 ? 'licence' : 'id-copy', at: now + i });
  const find = async (filter: object, after?: string) =>
    (await officer.call('POST /console/materials/search', { body: { filter, after } })).body;
  expect((await find({ applicationId })).rows).toHaveLength(3);
  expect((await find({ applicationId, code: 'licence' })).rows).toHaveLength(1);
  expect((await find({ applicationId, state: 'awaitingBlob' })).rows).toEqual([]);
  expect((await find({ applicationId, fromMs: now + 1, toMs: now + 1 })).rows).toHaveLength(1);
  expect((await find({ caseNo: '%' })).rows).toEqual([]);
  expect((await find({ terminalId: 'kiosk-b' })).rows).toEqual([]);
  expect((await find({}, 'bm90b3Vycw')).code).toBe('input.invalid');
});

describe('an export', () => {
  const run = promisify(execFile);
  const tool = join(import.meta.dirname, '..', '..', 'scripts', 'verify-export.ts');

  async function exported(): Promise<{ zip: Buffer; m: MaterialBody }> {
    const m = await deliver(pdf, 10);
    const later = { applicationId: m.applicationId, code: 'licence', at: m.at + 1 };
    await deliver(await pdfOf(1, 'Second'), 1, later);
    const { body } = await admin.call(`POST /console/applications/${m.applicationId}/export`, { body: {} });
    const answer = await get(admin, materialPaths.exported(m.applicationId, body.ticket));
    expect(answer.headers.get('content-type')).toBe('application/zip');
    return { zip: Buffer.from(await answer.arrayBuffer()), m };
  }
  async function verify(zip: Buffer): Promise<{ code: number; stdout: string }> {
    const file = join(folder, `${randomUUID()}.zip`);
    writeFileSync(file, zip);
    return run(process.execPath, [tool, file]).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (e: { code: number; stdout: string }) => ({ code: e.code, stdout: e.stdout }),
    );
  }

  test('is a zip that proves itself without the hub, and one changed byte is found', async () => {
    const { zip, m } = await exported();
    expect(await actions(m.applicationId)).toEqual(['boss material.export']);
    const good = await verify(zip);
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(/^ok {4}materials\/01-id-copy-/);
    expect(good.stdout).toContain(kiosk.publicKey);
    const changed = Buffer.from(zip);
    const at = changed.indexOf('%PDF-') + 200;
    changed[at] = (changed[at] ?? 0) ^ 1;
    const bad = await verify(changed);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('the SHA-256 of the file is another');
    const text = zip.indexOf('kiosk-a', zip.indexOf('manifest.json'));
    const renamed = Buffer.from(zip);
    renamed.write('kiosk-b', text);
    expect((await verify(renamed)).code).toBe(1);
    expect((await verify(Buffer.from('PK no zip'))).code).toBe(2);
  });

  test('opens with the unzip of the machine', async (ctx) => {
    const { zip } = await exported();
    const file = join(folder, 'one.zip');
    writeFileSync(file, zip);
    const listed = await run('unzip', ['-t', file]).catch((e: { code?: unknown }) =>
      e.code === 'ENOENT' ? null : Promise.reject(e),
    );
    if (listed === null) return ctx.skip('unzip is not on this machine');
    expect(listed.stdout).toContain('No errors detected');
  });
});

describe('retention', () => {
  test('sweeps what is old and not held, and says so', async () => {
    const [gone, held] = [await deliver(await pdfOf(1, 'old'), 1), await deliver(await pdfOf(1, 'held'), 1)];
    const holdRoute = `POST /console/applications/${held.applicationId}/hold`;
    const wish = { hold: true, reason: '行政复议期间保全' };
    for (let n = 0; n < 2; n += 1) expect((await admin.call(holdRoute, { body: wish })).status).toBe(200);
    await hub.context.db
      .insertInto('setting')
      .values({ key: 'materials', value: JSON.stringify({ retentionDays: 30 }) })
      .execute();
    const { hold, keptUntilMs } = await open(admin, held.applicationId);
    expect([hold?.by, hold?.reason, keptUntilMs]).toEqual(['boss', '行政复议期间保全', null]);
    expect((await open(admin, gone.applicationId)).keptUntilMs).toBe(now + 30 * DAY_MS);
    const blobHeld = async () =>
      hub.context.db
        .selectFrom('blob')
        .select('legal_hold')
        .where('sha256', '=', Buffer.from(held.document.sha256, 'hex'))
        .executeTakeFirst();
    expect(await blobHeld()).toEqual({ legal_hold: true });

    now += 31 * DAY_MS;
    expect(await sweepMaterials(hub.context)).toBeGreaterThan(0);
    expect(await stateOf(gone.id)).toBeUndefined();
    expect(await stateOf(held.id)).toEqual({ state: 'whole' });
    expect(await actions(gone.applicationId)).toContain('hub material.purged');
    const uses = await hub.context.db.selectFrom('blob_use').select('used_by').execute();
    expect(uses.map((u) => u.used_by)).toEqual([held.id]);

    await admin.signIn('boss');
    await admin.call(holdRoute, { body: { hold: false, reason: '复议结束' } });
    expect(await blobHeld()).toEqual({ legal_hold: false });
    expect(await actions(held.applicationId)).toEqual([
      'boss material.hold',
      'boss material.open',
      'boss material.release',
    ]);
    expect(await sweepMaterials(hub.context)).toBe(1);
    // The id of an application stays its terminal's, also when nothing of it is left.
    const other = await addTerminal(hub.context, newTerminal('kiosk-b', 'w2'));
    const late = signed(other, materialOf(other, pdf, 10, { applicationId: gone.applicationId }));
    const [told] = await sendRows(hub.context, other, [materialRow(1, late)], EPOCH);
    expect(told?.code).toBe('material.notYours');
  });
});
