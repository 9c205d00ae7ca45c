import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestHub, testHub } from '../testing/hub.ts';
import { blobFolders } from './open-store.ts';
import { QUARANTINE } from './quarantine.ts';
import { findBlob, holdBlobs, releaseBlobs, useBlobs } from './rows.ts';
import { ORPHAN_MS, sweepBlobs, sweepOrphans, UNUSED_MS } from './sweep.ts';
import { samplePdf, sha256Of } from './testing/samples.ts';
import { sha256Metadata, type Uploader, uploader, uploadId } from './testing/terminal.ts';

let hub: TestHub;
let a: Uploader;
let laterMs = 0;
beforeAll(async () => {
  hub = await testHub({ now: () => new Date(Date.now() + laterMs) });
  a = await uploader(hub, 'kiosk-a', 'w1');
});
afterAll(() => hub.close());

const folders = () => blobFolders(hub.dataDir);
const sweep = () => sweepBlobs(hub.context, folders());
const at = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  laterMs = ms;
  try {
    return await work();
  } finally {
    laterMs = 0;
  }
};
const stored = (sha256: string): boolean => existsSync(join(folders().root, sha256.slice(0, 2), sha256));
async function bring(seed: number): Promise<string> {
  const bytes = samplePdf(800, seed);
  await a.put(bytes);
  expect((await a.commit(sha256Of(bytes), bytes.length)).status).toBe(200);
  return sha256Of(bytes);
}
const use = (by: string, ...shas: string[]) =>
  hub.context.db.transaction().execute((trx) => useBlobs(trx, by, shas));
function makeOld(file: string, ms: number): void {
  const then = new Date(Date.now() - ms);
  utimesSync(file, then, then);
}

describe('committed blobs', () => {
  test('go when nobody has named them for long; named, held and young ones stay', async () => {
    const [unused, used, held] = [await bring(1), await bring(2), await bring(3)];
    await use('material-1', used);
    await holdBlobs(hub.context, [held], true);
    expect((await sweep()).unused).toBe(0);
    expect((await at(UNUSED_MS + 60_000, sweep)).unused).toBe(1);
    expect([stored(unused), stored(used), stored(held)]).toEqual([false, true, true]);
    expect(await findBlob(hub.context, unused)).toBeNull();
    expect(await a.has(unused)).toBe(false);

    await hub.context.db.transaction().execute((trx) => releaseBlobs(trx, 'material-1'));
    await holdBlobs(hub.context, [held], false);
    expect((await at(UNUSED_MS + 60_000, sweep)).unused).toBe(2);
    // And may come again.
    await bring(1);
    expect(stored(unused)).toBe(true);
  });

  test('a material that is being stored keeps its blob, whichever comes first', async () => {
    const sha256 = await bring(4);
    let swept: ReturnType<typeof sweep> | undefined;
    const here = await hub.context.db.transaction().execute(async (trx) => {
      const named = await useBlobs(trx, 'material-2', [sha256]);
      // The sweep waits for this transaction, or passes the blob by.
      swept = at(UNUSED_MS + 60_000, sweep);
      await Promise.race([swept, new Promise((r) => setTimeout(r, 300))]);
      return named;
    });
    expect(here).toEqual(new Set([sha256]));
    await swept;
    expect(stored(sha256)).toBe(true);
  });

  test('many sweeps, commits and materials at once: a blob that is said to be here has its bytes', async () => {
    const bytes = samplePdf(800, 5);
    const sha256 = sha256Of(bytes);
    laterMs = UNUSED_MS + 60_000;
    const old = { created_at: new Date(0) };
    for (let n = 0; n < 15; n += 1) {
      await a.put(bytes);
      await Promise.all([
        a.commit(sha256, bytes.length),
        sweep(),
        hub.context.db.updateTable('blob').set(old).execute(),
        sweep(),
      ]);
      const row = await findBlob(hub.context, sha256);
      expect(stored(sha256)).toBe(row !== null);
      await hub.context.db.updateTable('blob').set(old).execute();
    }
    laterMs = 0;
  });
});

describe('what is left lying', () => {
  test('files without an upload go after a day; those of uploads stay', async () => {
    const id = uploadId(await a.create(100, sha256Metadata('ab'.repeat(32))));
    const { staged } = folders();
    const orphans = ['0'.repeat(32), `${'0'.repeat(32)}.offset`, `${id}.some-attempt.arriving`];
    for (const name of orphans) writeFileSync(join(staged, name), 'x');
    expect((await sweep()).staged).toBe(0);
    for (const name of readdirSync(staged)) makeOld(join(staged, name), ORPHAN_MS + 60_000);
    expect((await sweep()).staged).toBe(3);
    expect(readdirSync(staged).sort()).toEqual([id, `${id}.offset`]);
  });

  test('quarantined bytes go after their time; their row stays', async () => {
    await a.put(samplePdf(500, 6), 'cd'.repeat(32));
    const { quarantine } = folders();
    expect(readdirSync(quarantine)).toHaveLength(1);
    expect((await sweep()).quarantined).toBe(0);
    expect((await at(QUARANTINE.ms + 60_000, sweep)).quarantined).toBe(1);
    expect(readdirSync(quarantine)).toEqual([]);
    const rows = await hub.context.db.selectFrom('blob_quarantine').select(['reason', 'kept']).execute();
    expect(rows).toEqual([{ reason: 'blob.badHash', kept: false }]);
  });

  test('bytes in the store without a row: adopted by a commit, else swept', async () => {
    const [wanted, forgotten] = [samplePdf(900, 7), samplePdf(900, 8)];
    for (const bytes of [wanted, forgotten]) {
      const file = join(folders().staged, 'f'.repeat(32));
      writeFileSync(file, bytes);
      await hub.context.blobs.put(sha256Of(bytes), file, bytes.length);
      makeOld(join(folders().root, sha256Of(bytes).slice(0, 2), sha256Of(bytes)), ORPHAN_MS + 60_000);
    }
    expect((await a.commit(sha256Of(wanted), wanted.length)).status).toBe(200);
    const young = await bring(9);
    expect(await sweepOrphans(hub.context, folders())).toBe(1);
    expect([stored(sha256Of(wanted)), stored(sha256Of(forgotten)), stored(young)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('bytes in the store that are not what their name says are not adopted', async () => {
    const bytes = samplePdf(900, 10);
    const name = sha256Of(samplePdf(900, 11));
    const file = join(folders().staged, 'f'.repeat(32));
    writeFileSync(file, bytes);
    await hub.context.blobs.put(name, file, bytes.length);
    expect((await a.commit(name, bytes.length)).status).toBe(404);
    await a.put(samplePdf(900, 11));
    expect((await a.commit(name, 900)).status).toBe(200);
  });
});
