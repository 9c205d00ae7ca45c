import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { materialBody } from '../../contracts/material.ts';
import { GRACE_MS, type TerminalStore } from '../store/store.ts';
import { failingDisk } from '../testing/failing-disk.ts';
import { sampleMaterial } from '../testing/sample-material.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { save, sendable, type TempStore, tempStore } from '../testing/temp-store.ts';
import type { BlobSource } from '../types.ts';
import { blobPath } from './rows.ts';
import { RECORD_BYTES } from './sealed-file.ts';

let temp: TempStore;
beforeEach(() => {
  temp = tempStore();
});
afterEach(() => temp.dispose());

const SEALED = RECORD_BYTES + 28;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sourceOf = (bytes: Uint8Array): BlobSource => ({ sha256: hashOf(bytes), size: bytes.length, bytes });
const fileOf = (sha256: string) => join(temp.dir, blobPath(sha256));
const files = () =>
  existsSync(join(temp.dir, 'cas'))
    ? readdirSync(join(temp.dir, 'cas'), { recursive: true, withFileTypes: true })
        .filter((e) => e.isFile())
        .map((e) => e.name)
    : [];

async function keep(store: TerminalStore, n: number | string, bytes?: Buffer) {
  const sample = sampleMaterial(n, bytes);
  const r = await store.saveMaterial(sample.body, sample.blobs);
  if (!r.ok) throw new Error(`${r.error.code} ${r.error.detail}`);
  return { ...sample, seq: r.value.seq, sha256: sample.body.document.sha256 };
}

function readAll(store: TerminalStore, sha256: string): Buffer | string {
  const opened = store.blobs.open(sha256);
  if (!opened.ok) return opened.error.code;
  const parts: Buffer[] = [];
  for (let at = 0; at < opened.value.size; ) {
    const part = opened.value.read(at);
    if (part === null) break;
    parts.push(part);
    at += part.length;
  }
  opened.value.close();
  return Buffer.concat(parts);
}

describe('a saved material', () => {
  test('is there after a restart, row and bytes, and is to be sent', async () => {
    const first = temp.open();
    const { seq, bytes, body, sha256 } = await keep(first, 1, seededBytes('long', RECORD_BYTES * 2 + 77));
    const store = temp.reopen(first);
    const item = store.nextBatch(0).items[0];
    expect(item).toMatchObject({ seq, kind: 'material' });
    expect(materialBody.parse(JSON.parse(item?.body ?? ''))).toEqual(body);
    expect(store.blobs.waiting()).toMatchObject([{ sha256, size: bytes.length, uploadUrl: null }]);
    expect(readAll(store, sha256)).toEqual(bytes);
    expect(store.material(body.id)).toEqual({
      seq,
      row: 'ready',
      blobs: [{ sha256, size: bytes.length, committed: false }],
    });
  });

  test('is nowhere on the disk in the clear', async () => {
    const store = temp.open();
    const { sha256 } = await keep(store, 1, Buffer.from('身份证住址 '.repeat(2_000)));
    store.close();
    expect(readFileSync(fileOf(sha256)).includes('身份证')).toBe(false);
    const bytes = Buffer.concat(
      readdirSync(temp.dir)
        .filter((f) => f.startsWith('terminal.db'))
        .map((f) => readFileSync(join(temp.dir, f))),
    );
    expect(bytes.includes('租赁合同')).toBe(false);
  });

  test('saved twice is one material', async () => {
    const store = temp.open();
    const a = await keep(store, 1);
    const b = await keep(store, 1);
    expect(b.seq).toBe(a.seq);
    expect(sendable(store)).toEqual([a.seq]);
  });

  test('shares its bytes with another that has the same, and each is named', async () => {
    const store = temp.open();
    const bytes = seededBytes('same', 9_000);
    const [a, b] = await Promise.all([keep(store, 1, bytes), keep(store, 2, bytes)]);
    expect(files()).toEqual([`${a.sha256}.sealed`]);
    expect(store.blobUsage()).toMatchObject({ bytes: 9_000, waiting: 1 });
    expect(b.seq).not.toBe(a.seq);
  });

  test.each([
    ['a wrong hash', { sha256: 'a'.repeat(64) }, 'input.invalid'],
    ['no document among the blobs', { size: 2_999 }, 'input.invalid'],
  ])('with %s is refused', async (_, over, code) => {
    const store = temp.open();
    const { body, blobs } = sampleMaterial(1);
    const changed = blobs.map((b) => ({ ...b, ...over }));
    expect(await store.saveMaterial(body, changed)).toMatchObject({ ok: false, error: { code } });
    expect(files()).toEqual([]);
    expect(sendable(store)).toEqual([]);
  });

  test.each([
    ['other bytes than its hash', seededBytes('other', 3_000), 'blob.badHash'],
    ['fewer', seededBytes('1', 3_000).subarray(1), 'blob.badLength'],
    ['more', seededBytes('1', 3_001), 'blob.badLength'],
  ])('whose source gives %s is refused, and nothing of it is left', async (_, bytes, code) => {
    const store = temp.open();
    const { body, blobs } = sampleMaterial(1, seededBytes('1', 3_000));
    const changed = blobs.map((b) => ({ ...b, bytes }));
    expect(await store.saveMaterial(body, changed)).toMatchObject({ ok: false, error: { code } });
    expect(files()).toEqual([]);
    expect(sendable(store)).toEqual([]);
    expect(store.fault()).toBeNull();
  });
});

describe('a staged blob', () => {
  test('comes in pieces of any size', async () => {
    const store = temp.open();
    const bytes = seededBytes('pieces', RECORD_BYTES + 12_345);
    async function* read() {
      for (let at = 0, n = 1; at < bytes.length; at += n, n = (n * 7 + 3) % 90_000)
        yield bytes.subarray(at, at + n);
    }
    const staged = await store.stageBlob({ ...sourceOf(bytes), bytes: read });
    expect(staged).toEqual({ ok: true, value: { sha256: hashOf(bytes), size: bytes.length } });
    expect(readAll(store, hashOf(bytes))).toEqual(bytes);
  });

  test('goes with the session that is over, and with a restart', async () => {
    const store = temp.open();
    const [a, b] = [sourceOf(seededBytes('a', 10)), sourceOf(seededBytes('b', 10))];
    await store.stageBlob(a);
    await store.stageBlob(b);
    store.discardBlobs([a.sha256]);
    expect(files()).toEqual([`${b.sha256}.sealed`]);
    temp.reopen(store);
    expect(files()).toEqual([]);
  });

  test('that a material names is not thrown away', async () => {
    const store = temp.open();
    const { blobs, body } = sampleMaterial(1);
    const [document] = blobs;
    if (document === undefined) throw new Error('no document');
    await store.stageBlob(document);
    await store.saveMaterial(body, blobs);
    store.discardBlobs([document.sha256]);
    expect(files()).toEqual([`${document.sha256}.sealed`]);
  });

  test('whose source is pulled out is refused, and the store is well', async () => {
    const store = temp.open();
    const bytes = seededBytes('stick', 600_000);
    async function* read() {
      yield bytes.subarray(0, 300_000);
      throw Object.assign(new Error('gone'), { code: 'EIO' });
    }
    expect(await store.stageBlob({ ...sourceOf(bytes), bytes: read })).toMatchObject({
      ok: false,
      error: { code: 'material.unreadable', detail: 'EIO' },
    });
    expect(store.fault()).toBeNull();
    expect(files()).toEqual([]);
  });

  test.each([
    [0, 'blob.empty'],
    [600_000_000, 'input.tooLarge'],
  ])('of %i bytes is refused', async (size, code) => {
    const source = { sha256: 'a'.repeat(64), size, bytes: Buffer.of() };
    expect(await temp.open().stageBlob(source)).toMatchObject({ ok: false, error: { code } });
  });

  test('is told as refused when the store closes meanwhile', async () => {
    const store = temp.open();
    const bytes = seededBytes('close', 600_000);
    async function* read() {
      yield bytes.subarray(0, 300_000);
      store.close();
      yield bytes.subarray(300_000);
    }
    expect(await store.stageBlob({ ...sourceOf(bytes), bytes: read })).toMatchObject({
      ok: false,
      error: { code: 'store.fault' },
    });
    expect(files()).toEqual([]);
  });
});

describe('no room (fault 9)', () => {
  test('beyond the quota materials are refused, and ratings go on', async () => {
    const store = temp.open({ blobQuotaBytes: 10_000 });
    await keep(store, 1, seededBytes('a', 6_000));
    const second = sampleMaterial(2, seededBytes('b', 6_000));
    expect(await store.saveMaterial(second.body, second.blobs)).toMatchObject({
      ok: false,
      error: { code: 'store.full', detail: 'quota' },
    });
    expect(store.fault()).toBeNull();
    save(store, 'rating');
  });

  test('a disk without room for it and the ballast is told before anything is written', async () => {
    const bytes = (): never => {
      throw new Error('must not be read');
    };
    // As much ballast as the disk is large leaves no room for any blob.
    const tight = temp.open({ ballastBytes: 1e15 }, { ...failingDisk(), openBallast: noBallast });
    expect(await tight.stageBlob({ sha256: 'a'.repeat(64), size: 4_000, bytes })).toMatchObject({
      ok: false,
      error: { code: 'store.full', detail: 'disk' },
    });
  });

  test('what the hub has had for longer than the grace makes room', async () => {
    const store = temp.open({ blobQuotaBytes: 10_000 });
    const { seq, sha256 } = await keep(store, 1, seededBytes('a', 6_000));
    store.blobs.committed(sha256);
    store.settle([{ seq, outcome: 'stored' }]);
    store.reconcile([[seq, seq]], 1_000);
    store.reconcile([[seq, seq]], 1_000 + GRACE_MS + 1);
    await keep(store, 2, seededBytes('b', 6_000));
    expect(files()).not.toContain(`${sha256}.sealed`);
  });
});
const noBallast = () => ({ refill: () => true, release: () => undefined });

describe('the life of a blob', () => {
  test('its material stays until the hub has row and bytes, confirmed, and the grace has passed', async () => {
    const store = temp.open();
    const { seq, sha256, body } = await keep(store, 1);
    store.settle([{ seq, outcome: 'stored' }]);
    store.reconcile([[seq, seq]], 1_000);
    expect(store.reconcile([[seq, seq]], 1_000 + 9 * GRACE_MS).purged).toBe(0);
    expect(store.blobs.committed(sha256)).toBe(true);
    expect(store.reconcile([[seq, seq]], 1_000 + 10 * GRACE_MS).purged).toBe(0);
    expect(store.reconcile([[seq, seq]], 1_001 + 11 * GRACE_MS).purged).toBe(1);
    expect(files()).toEqual([`${sha256}.sealed`]);
    store.maintain();
    expect(files()).toEqual([]);
    expect(store.material(body.id)).toBeNull();
    expect(store.blobUsage().bytes).toBe(0);
  });

  test('bytes that another material still names stay', async () => {
    const store = temp.open();
    const bytes = seededBytes('same', 100);
    const a = await keep(store, 1, bytes);
    await keep(store, 2, bytes);
    store.blobs.committed(a.sha256);
    store.settle([{ seq: a.seq, outcome: 'stored' }]);
    store.reconcile([[a.seq, a.seq]], 1_000);
    store.reconcile([[a.seq, a.seq]], 1_001 + GRACE_MS);
    store.maintain();
    expect(files()).toEqual([`${a.sha256}.sealed`]);
  });

  test('a hub that lost the row is sent the bytes again too (fault 18)', async () => {
    const store = temp.open();
    const { seq, sha256 } = await keep(store, 1);
    store.settle([{ seq, outcome: 'stored' }]);
    store.blobs.committed(sha256);
    expect(store.blobs.waiting()).toEqual([]);
    store.reconcile([], 1_000);
    expect(sendable(store)).toEqual([seq]);
    expect(store.blobs.waiting()).toMatchObject([{ sha256, uploadUrl: null }]);
  });

  test('a terminal that was cloned offers rows and bytes under its new epoch (fault 19)', async () => {
    const store = temp.open();
    const { seq, sha256, bytes } = await keep(store, 1);
    store.settle([{ seq, outcome: 'stored' }]);
    store.blobs.committed(sha256);
    expect(store.reconcile([[1, 99]], 1_000).newEpoch).toBe(true);
    expect(sendable(store)).toEqual([seq]);
    expect(store.blobs.waiting()).toMatchObject([{ sha256 }]);
    expect(readAll(store, sha256)).toEqual(bytes);
  });

  test('a blob that the hub never takes makes its material dead, for staff to see and to queue again', async () => {
    const store = temp.open();
    const { seq, sha256, body } = await keep(store, 1);
    store.settle([{ seq, outcome: 'stored' }]);
    expect(store.blobs.refused(sha256, 'blob.infected')).toBe(true);
    expect(store.dead()).toEqual([{ seq, kind: 'material', code: 'blob.infected' }]);
    expect(store.material(body.id)?.row).toBe('dead');
    expect(store.blobs.waiting()).toEqual([]);
    expect(store.requeue(seq).ok).toBe(true);
    expect(store.blobs.waiting()).toMatchObject([{ sha256 }]);
  });

  test('bytes of a material whose row the hub refused are not sent', async () => {
    const store = temp.open();
    const { seq } = await keep(store, 1);
    store.settle([{ seq, outcome: 'rejected', code: 'ingest.badBody' }]);
    expect(store.blobs.waiting()).toEqual([]);
  });
});

describe('after a power cut', () => {
  test('files without a row go: whole ones, half ones, and nothing else (fault 4)', async () => {
    const store = temp.open();
    const { sha256 } = await keep(store, 1);
    store.close();
    const orphan = fileOf('c'.repeat(64));
    mkdirSync(dirname(orphan), { recursive: true });
    writeFileSync(orphan, 'whole');
    writeFileSync(`${orphan}.part`, 'half');
    const picture = join(dirname(orphan), 'd'.repeat(64));
    writeFileSync(picture, 'of the reference data');
    temp.open();
    expect(files().sort()).toEqual([`${sha256}.sealed`, 'd'.repeat(64)].sort());
  });

  test.each([
    ['gone', (path: string) => rmSync(path)],
    ['cut short', (path: string) => truncateSync(path, 100)],
  ])('a material whose file is %s is dead, and the rest goes on', async (_, harm) => {
    const store = temp.open();
    const a = await keep(store, 1);
    const b = await keep(store, 2);
    store.close();
    harm(fileOf(a.sha256));
    const again = temp.open();
    expect(again.dead()).toEqual([{ seq: a.seq, kind: 'material', code: 'blob.lost' }]);
    expect(again.blobs.waiting().map((w) => w.sha256)).toEqual([b.sha256]);
    // Handed in again, its bytes are back.
    await keep(again, 'once more', a.bytes);
    expect(again.blobs.waiting().map((w) => w.sha256)).toContain(a.sha256);
  });

  test.each([
    ['a flipped bit', (sealed: Buffer) => sealed.writeUInt8(sealed.readUInt8(5_000) ^ 1, 5_000)],
    ['a record in another’s place', (sealed: Buffer) => sealed.copy(sealed, 0, SEALED, 2 * SEALED)],
  ])('%s is noticed when it is read', async (_, harm) => {
    const store = temp.open();
    const bytes = seededBytes('flip', RECORD_BYTES * 3);
    const { sha256 } = await keep(store, 1, bytes);
    const sealed = readFileSync(fileOf(sha256));
    harm(sealed);
    writeFileSync(fileOf(sha256), sealed);
    const opened = store.blobs.open(sha256);
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.read(0)).toBeNull();
    expect(opened.value.read(RECORD_BYTES)).toEqual(bytes.subarray(RECORD_BYTES, 2 * RECORD_BYTES));
    opened.value.close();
  });
});

describe('a database that is put aside (fault 23)', () => {
  const spoil = () => {
    const path = join(temp.dir, 'terminal.db');
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 0, 100);
    writeFileSync(path, bytes);
    rmSync(`${path}-wal`, { force: true });
  };

  test('blobs that no row could be saved for lie beside it, none is deleted', async () => {
    const store = temp.open();
    const { sha256 } = await keep(store, 1);
    store.close();
    spoil();
    const next = temp.open();
    expect(next.recovered).not.toBeNull();
    expect(files()).toEqual([]);
    const aside = join(temp.dir, next.recovered?.quarantined ?? '', 'cas');
    expect(readdirSync(aside)).toEqual([`${sha256}.sealed`]);
  });

  test('a material that could be saved keeps its bytes, also one whose row the hub had', async () => {
    const disk = failingDisk();
    const store = temp.open({}, disk);
    const a = await keep(store, 1);
    const b = await keep(store, 2);
    store.settle([{ seq: b.seq, outcome: 'stored' }]);
    disk.breakNext('SQLITE_CORRUPT');
    const lost = sampleMaterial(3);
    expect((await store.saveMaterial(lost.body, lost.blobs)).ok).toBe(false);
    disk.refuseOpening('store.corrupt', 1);
    store.maintain();
    expect(store.recovered).toMatchObject({ salvaged: 2 });
    expect(new Set(store.blobs.waiting().map((w) => w.sha256))).toEqual(new Set([a.sha256, b.sha256]));
    expect(readAll(store, b.sha256)).toEqual(b.bytes);
    expect((await store.saveMaterial(lost.body, lost.blobs)).ok).toBe(true);
  });
});

test('a save that was answered as failed but is on the disk after all is taken back, and can be made again', async () => {
  const disk = failingDisk();
  const store = temp.open({}, disk);
  const { body, blobs } = sampleMaterial(1);
  const [document] = blobs;
  if (document === undefined) throw new Error('no document');
  await store.stageBlob(document);
  disk.breakNext('SQLITE_IOERR_FSYNC', true);
  expect(await store.saveMaterial(body, blobs)).toMatchObject({ ok: false, error: { code: 'store.fault' } });
  store.maintain();
  expect(store.fault()).toBeNull();
  expect(sendable(store)).toEqual([]);
  expect((await store.saveMaterial(body, blobs)).ok).toBe(true);
  expect(sendable(store)).toHaveLength(1);
});
