import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MaterialBody, RATING_VIDEO, type UnsignedMaterial } from '../../contracts/material.ts';
import { blobFolders } from '../blobs/open-store.ts';
import { emptyConsole } from '../console/testing/parts.ts';
import { inboxBinding } from '../ingest/rows.ts';
import { heldRanges } from '../terminals/reconcile.ts';
import { type TestContext, testContext } from '../testing/hub.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';
import { keepSettling, settleMaterials } from './settle.ts';
import { pdfOf } from './testing/documents.ts';
import { hashOf, materialOf, materialRow, putBlobRow, sendRows, signed } from './testing/materials.ts';

const EPOCH = '22222222-2222-4222-8222-222222222222';
let hub: TestContext;
let a: TestTerminal;
let b: TestTerminal;
let pdf: Buffer;
beforeAll(async () => {
  hub = await testContext();
  pdf = await pdfOf(2);
});
afterAll(() => hub.close());
beforeEach(async () => {
  await emptyMaterials();
  a = await addTerminal(hub, newTerminal('kiosk-a', 'w1'));
  b = await addTerminal(hub, newTerminal('kiosk-b', 'w2'));
});
afterEach(() => emptyMaterials());

async function emptyMaterials(): Promise<void> {
  for (const table of ['material', 'material_application', 'blob_use', 'blob'] as const)
    await hub.db.deleteFrom(table).execute();
  await emptyConsole(hub);
}
const folder = (): string => blobFolders(hub.config.dataDir).staged;
const bring = (bytes: Uint8Array): Promise<string> => putBlobRow(hub, folder(), bytes);
const send = (terminal: TestTerminal, seq: number, body: MaterialBody, epoch = EPOCH) =>
  sendRows(hub, terminal, [materialRow(seq, body)], epoch).then(([o]) => o);
const stateOf = (id: string) =>
  hub.db.selectFrom('material').select(['state', 'reason']).where('id', '=', id).executeTakeFirst();
const audits = () =>
  hub.db.selectFrom('audit').select(['action', 'target', 'detail']).orderBy('id').execute();
const asideOf = () => hub.db.selectFrom('quarantine').selectAll().orderBy('id').execute();
const material = (wish: Partial<UnsignedMaterial> = {}, by = a): MaterialBody =>
  signed(by, materialOf(by, pdf, 2, wish));

describe('a row of a material', () => {
  test('is stored with its body sealed, and waits for its blob', async () => {
    const body = material({ caseNo: 'WD2026-0001' });
    expect(await send(a, 1, body)).toEqual({ seq: 1, outcome: 'stored' });
    const row = await hub.db.selectFrom('material').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'awaitingBlob', case_no: 'WD2026-0001', code: 'id-copy', pages: 2 });
    expect(row.body.includes(Buffer.from('身份证'))).toBe(false);
    expect(await settleMaterials(hub)).toBe(0);
    const uses = await hub.db.selectFrom('blob_use').selectAll().execute();
    expect(uses.map((u) => [u.sha256.toString('hex'), u.used_by])).toEqual([[body.document.sha256, body.id]]);
  });

  test('is whole once its blob is here, in either order', async () => {
    const early = material();
    await send(a, 1, early);
    await bring(pdf);
    expect(await settleMaterials(hub)).toBe(1);
    const late = material();
    await send(a, 2, late);
    expect(await settleMaterials(hub)).toBe(1);
    expect(await stateOf(early.id)).toEqual({ state: 'whole', reason: null });
    expect(await stateOf(late.id)).toEqual({ state: 'whole', reason: null });
    expect(await settleMaterials(hub)).toBe(0);
  });

  test('again, or under another epoch, has one effect', async () => {
    const body = material();
    expect((await send(a, 1, body))?.outcome).toBe('stored');
    expect((await send(a, 1, body))?.outcome).toBe('duplicate');
    expect((await send(a, 7, body, randomUUID()))?.outcome).toBe('stored');
    expect(await hub.db.selectFrom('material').select('id').execute()).toHaveLength(1);
    // What had not been sent before the store was lost goes on under the new epoch.
    const rest = material({ applicationId: body.applicationId });
    expect((await send(a, 8, rest, randomUUID()))?.outcome).toBe('stored');
  });

  test('whose SM3, length or type is another is quarantined', async () => {
    await bring(pdf);
    const { document } = materialOf(a, pdf, 2);
    const wrong = {
      'material.badSm3': { ...document, sm3: '0'.repeat(64) },
      'blob.badLength': { ...document, size: document.size + 1 },
      'blob.badType': { ...document, type: 'image/png' as const },
    };
    let seq = 0;
    for (const [reason, changed] of Object.entries(wrong)) {
      const pages = materialOf(a, pdf, changed.type === 'image/png' ? 1 : 2).pages;
      const body = material({ document: changed, pages });
      seq += 1;
      expect((await send(a, seq, body))?.outcome).toBe('stored');
      expect(await settleMaterials(hub)).toBe(1);
      expect(await stateOf(body.id)).toEqual({ state: 'quarantined', reason });
      expect((await audits()).at(-1)).toMatchObject({ action: 'material.quarantined', target: body.id });
    }
  });

  test('that is a film comes with a rating alone, and no film calls itself one', async () => {
    const [page] = materialOf(a, pdf, 1).pages;
    const film = { ...materialOf(a, pdf, 1).document, type: 'video/webm' as const };
    const pages = page === undefined ? [] : [page];
    const sent = [
      await send(a, 1, material({ pages, document: film })),
      await send(a, 2, material({ code: RATING_VIDEO, pages })),
      await send(a, 3, material({ code: RATING_VIDEO, pages, document: film })),
    ];
    expect(sent.map((o) => o?.code ?? o?.outcome)).toEqual(['ingest.badBody', 'ingest.badBody', 'stored']);
  });

  test('in whose blob a virus is found later can be opened no more', async () => {
    await bring(pdf);
    const body = material();
    await send(a, 1, body);
    await settleMaterials(hub);
    await hub.db.updateTable('blob').set({ state: 'quarantined', scan_state: 'infected' }).execute();
    expect(await settleMaterials(hub)).toBe(1);
    expect(await stateOf(body.id)).toEqual({ state: 'quarantined', reason: 'blob.infected' });
  });
});

describe('a row that is refused', () => {
  test('is put aside once, audited once, and not in the inbox', async () => {
    const mine = material();
    await send(a, 1, mine);
    const foreign = material({ applicationId: mine.applicationId }, b);
    for (let n = 0; n < 2; n += 1)
      expect(await send(b, 5, foreign)).toEqual({ seq: 5, outcome: 'rejected', code: 'material.notYours' });
    expect(await heldRanges(hub, 'kiosk-b', EPOCH)).toEqual([]);
    const aside = await asideOf();
    expect(aside.map((q) => [q.terminal_id, q.seq, q.reason])).toEqual([['kiosk-b', 5, 'material.notYours']]);
    const body = aside[0]?.body ?? Buffer.alloc(0);
    expect(JSON.parse(hub.secrets.open(body, inboxBinding('kiosk-b', EPOCH, 5)).toString()).id).toBe(
      foreign.id,
    );
    expect(await audits()).toEqual([
      {
        action: 'material.refused',
        target: 'kiosk-b',
        detail: { code: 'material.notYours', epoch: EPOCH, rows: 1, first: 5, last: 5 },
      },
    ]);
  });

  test.each<[string, string, (good: MaterialBody) => MaterialBody]>([
    ['a changed title', 'material.badSignature', (m) => ({ ...m, title: '营业执照' })],
    ['a page made later', 'material.badSignature', (m) => ({ ...m, at: m.at + 1 })],
    ['another key', 'material.badSignature', (m) => signed(b, m)],
    [
      'an algorithm without keys',
      'material.unknownAlgorithm',
      (m) => ({ ...m, signature: { ...m.signature, alg: 'SM2' } }),
    ],
    ['another terminal’s name', 'material.notYours', (m) => signed(a, { ...m, terminalId: 'kiosk-b' })],
    ['a field too many', 'ingest.badBody', (m) => ({ ...m, path: '../../etc' }) as MaterialBody],
    ['a path for a code', 'ingest.badBody', (m) => signed(a, { ...m, code: '../x' })],
    ['pages out of order', 'ingest.badBody', (m) => signed(a, { ...m, pages: m.pages.toReversed() })],
    ['no bytes', 'ingest.badBody', (m) => signed(a, { ...m, document: { ...m.document, size: 0 } })],
  ])('for %s: %s', async (_, code, change) => {
    const good = material();
    const { signature: _s, ...unsigned } = good;
    const bad = change(code === 'ingest.badBody' ? (unsigned as MaterialBody) : good);
    expect(await send(a, 3, { ...bad, signature: bad.signature ?? good.signature })).toEqual({
      seq: 3,
      outcome: 'rejected',
      code,
    });
    expect((await asideOf()).map((q) => q.reason)).toEqual(code === 'ingest.badBody' ? [] : [code]);
    expect(await hub.db.selectFrom('material').select('id').execute()).toEqual([]);
    expect(await hub.db.selectFrom('material_application').select('id').execute()).toEqual([]);
  });

  test('for an id that another material has leaves the first as it is', async () => {
    const first = material();
    await send(a, 1, first);
    expect(await send(a, 2, material({ id: first.id, applicationId: first.applicationId }))).toEqual({
      seq: 2,
      outcome: 'stored',
    });
    const other = material({ id: first.id, applicationId: first.applicationId, title: '别的' });
    expect(await send(a, 3, other)).toEqual({ seq: 3, outcome: 'rejected', code: 'material.idTaken' });
    const stolen = material({ id: first.id }, b);
    expect(await send(b, 3, stolen)).toEqual({ seq: 3, outcome: 'rejected', code: 'material.idTaken' });
    const kept = await hub.db.selectFrom('material').select(['terminal_id', 'seq']).execute();
    expect(kept).toEqual([{ terminal_id: 'kiosk-a', seq: 1 }]);
  });

  test('stops no other row of its batch', async () => {
    const good = [material(), material()] as const;
    const bad = { ...material(), title: 'x' };
    const rows = [good[0], bad, good[1]].map((m, i) => materialRow(i + 1, m));
    expect((await sendRows(hub, a, rows, EPOCH)).map((o) => o.outcome)).toEqual([
      'stored',
      'rejected',
      'stored',
    ]);
  });
});

describe('races', () => {
  test('of two terminals that use an application id at once, one owns it', async () => {
    for (let n = 0; n < 12; n += 1) {
      const applicationId = randomUUID();
      const bodies = (by: TestTerminal) =>
        Array.from({ length: 3 }, (_, i) => materialRow(n * 3 + i + 1, material({ applicationId }, by)));
      const [fromA, fromB] = await Promise.all([
        sendRows(hub, a, bodies(a), EPOCH),
        sendRows(hub, b, bodies(b), EPOCH),
      ]);
      const said = [fromA, fromB].map((all) => new Set(all.map((o) => o.outcome)));
      expect(said.map((s) => s.size)).toEqual([1, 1]);
      expect(said.flatMap((s) => [...s]).sort()).toEqual(['rejected', 'stored']);
      const owners = await hub.db
        .selectFrom('material')
        .select('terminal_id')
        .distinct()
        .where('application_id', '=', applicationId)
        .execute();
      expect(owners).toHaveLength(1);
    }
  });

  test('whatever the order of rows and blobs, and however many hubs settle, all become whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ blob: fc.integer({ min: 0, max: 3 }), blobFirst: fc.boolean() }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
        async (wishes, waits) => {
          await emptyMaterials();
          a = await addTerminal(hub, newTerminal('kiosk-a', 'w1'));
          const hubs = [keepSettling(hub, hub.bus, systemTimers), keepSettling(hub, hub.bus, systemTimers)];
          const pause = () => new Promise((r) => setTimeout(r, waits.next().value));
          const ids = await Promise.all(
            wishes.map(async ({ blob, blobFirst }, i) => {
              const bytes = Buffer.concat([pdf, Buffer.from(`${blob}`)]);
              const body = signed(a, materialOf(a, bytes, 2));
              const row = async () => void (await send(a, i + 1, body));
              const bytesIn = async () => {
                await bring(bytes);
                await hub.bus.publish('blob', { sha256: hashOf('sha256', bytes) });
              };
              await pause();
              await Promise.all(blobFirst ? [bytesIn(), pause().then(row)] : [row(), pause().then(bytesIn)]);
              return body.id;
            }),
          );
          await expect
            .poll(async () => (await Promise.all(ids.map(stateOf))).map((s) => s?.state), { timeout: 5_000 })
            .toEqual(ids.map(() => 'whole'));
          for (const stop of hubs) await stop();
        },
      ),
      { numRuns: 25 },
    );
  });
});
