import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { CannotStart } from '../cannot-start.ts';
import { testHub } from '../testing/hub.ts';
import { diskStore } from './disk-store.ts';
import { blobFolders, openBlobStore } from './open-store.ts';
import { readBlob } from './read.ts';
import { s3Store } from './s3-store.ts';
import { parseS3Url } from './s3-url.ts';
import { hashOfKey, StoreUnavailable } from './store.ts';
import { sweepBlobs, UNUSED_MS } from './sweep.ts';
import { noise, samplePdf, sha256Of } from './testing/samples.ts';
import { describeStore, scratch } from './testing/store-suite.ts';
import { noSwift, type RunningSwift, startSwift } from './testing/swift.ts';
import { refusalOf, sha256Metadata, uploader, uploadId } from './testing/terminal.ts';

describeStore('disk', async () => {
  const { dir, remove } = scratch('disk-store');
  mkdirSync(join(dir, 'staged'));
  return { store: diskStore(dir), staged: join(dir, 'staged'), close: async () => remove() };
});

const why = noSwift();
if (why !== null) process.stderr.write(`The S3 store was not tested: ${why}\n`);

describe.skipIf(why !== null)('S3 (OpenStack Swift)', () => {
  let swift: RunningSwift;
  beforeAll(async () => {
    swift = await startSwift();
  });
  afterAll(() => swift?.close());

  describeStore('S3', async () => {
    const { dir, remove } = scratch('s3-store');
    const store = s3Store(parseS3Url(swift.s3Url));
    return {
      store,
      staged: dir,
      async close() {
        store.close();
        remove();
      },
    };
  });

  test('bytes that are not what their name says are refused by the store itself', async () => {
    const { dir, remove } = scratch('s3-wrong');
    const store = s3Store(parseS3Url(swift.s3Url));
    const file = join(dir, 'file');
    writeFileSync(file, noise(70_000, 31));
    const other = sha256Of(Buffer.from('other'));
    await expect(store.put(other, file, 70_000)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await store.size(other)).toBeNull();
    store.close();
    remove();
  });

  test('a hub on S3: upload, commit, range, sweep; and a store that is away for a while', async () => {
    const hub = await testHub({ config: { s3Url: swift.s3Url } });
    const me = await uploader(hub, 'kiosk-a', 'w1');
    const bytes = samplePdf(BLOB_CHUNK_BYTES + 1_000, 32);
    const sha256 = sha256Of(bytes);
    const id = uploadId(await me.create(bytes.length, sha256Metadata(sha256)));
    await me.patch(id, 0, bytes);
    swift.stop();
    expect(await refusalOf(await me.commit(sha256, bytes.length, id))).toEqual([503, 'busy']);
    expect(await me.has(sha256)).toBe(false);
    await swift.start();
    const twice = await Promise.all([1, 2].map(() => me.commit(sha256, bytes.length, id)));
    expect(twice.map((r) => r.status)).toEqual([200, 200]);
    expect(readdirSync(join(hub.dataDir, 'blobs', 'staged'))).toEqual([]);
    const read = await readBlob(hub.context, sha256, { start: 100, end: 299 });
    expect(read.ok && Buffer.concat(await read.value.stream.toArray())).toEqual(bytes.subarray(100, 300));
    const later = { ...hub.context, now: () => new Date(Date.now() + UNUSED_MS + 60_000) };
    expect((await sweepBlobs(later, blobFolders(hub.dataDir))).unused).toBe(1);
    expect(await hub.context.blobs.size(sha256)).toBeNull();
    // Bytes that a commit brought there before it was cut off.
    const file = join(hub.dataDir, 'left');
    writeFileSync(file, bytes);
    await hub.context.blobs.put(sha256, file, bytes.length);
    expect((await me.commit(sha256, bytes.length)).status).toBe(200);
    await hub.close();
  });

  test('at its start: a bucket that is not there, a wrong key, and nobody there', async () => {
    const { dir, remove } = scratch('s3-start');
    const warned: unknown[] = [];
    const open = (s3Url: string) =>
      openBlobStore({ dataDir: dir, s3Url }, { warn: (...line: unknown[]) => warned.push(line) } as never);
    await expect(open(swift.s3Url.replace('/materials', '/absent'))).rejects.toThrow(CannotStart);
    const wrong = open(swift.s3Url.replace(':secret@', ':wrong-key@'));
    await expect(wrong).rejects.toThrow(/may not use/);
    await wrong.catch((e: Error) => expect(e.message).not.toContain('wrong-key'));
    const away = await open('s3://k:s@127.0.0.1:9/materials?tls=0');
    expect(warned).toHaveLength(1);
    await expect(away.size('a'.repeat(64))).rejects.toBeInstanceOf(StoreUnavailable);
    away.close();
    remove();
  });
});

describe('S3_URL', () => {
  test('is taken apart', () => {
    expect(parseS3Url('s3://AK%2FX:se%40cret@minio.hall:9000/materials?region=cn-1&tls=0')).toEqual({
      endpoint: 'http://minio.hall:9000',
      region: 'cn-1',
      bucket: 'materials',
      accessKeyId: 'AK/X',
      secretAccessKey: 'se@cret',
    });
    expect(parseS3Url('s3://k:s@s3.hall/materials')).toMatchObject({
      endpoint: 'https://s3.hall',
      region: 'us-east-1',
    });
  });
  test.each([
    's3://',
    's3://host/bucket',
    's3://only-key@host/bucket',
    's3://k:hidden@host/',
    's3://k:hidden@host/a/b',
    's3://k:hidden@host/bucket?tls=maybe',
    's3://k:hidden@host/Bucket',
  ])('%s is refused without its secret', (text) => {
    expect(() => parseS3Url(text)).toThrow(CannotStart);
    expect(() => parseS3Url(text)).not.toThrow(/hidden/);
  });
});

test('a name in a store is a hash, or nothing of ours', () => {
  const hash = sha256Of(Buffer.from('x'));
  expect(hashOfKey(`${hash.slice(0, 2)}/${hash}`)).toBe(hash);
  for (const key of [hash, `00/${hash}`, `${hash.slice(0, 2)}/${hash}/x`, 'staged/x', '', '../x'])
    expect(hashOfKey(key)).toBeNull();
});
