import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BLOB_CHUNK_BYTES, blobCommitted, MAX_BLOB_BYTES } from '../../contracts/material.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { rangeOf, readBlob } from './read.ts';
import { findBlob } from './rows.ts';
import { samplePdf, sha256Of } from './testing/samples.ts';
import {
  refusalOf,
  sha256Metadata,
  type Uploader,
  uploader,
  uploadId,
  uploadWhole,
} from './testing/terminal.ts';
import { UPLOAD_TTL_MS } from './upload-rows.ts';

let hub: TestHub;
let a: Uploader;
let b: Uploader;
beforeAll(async () => {
  hub = await testHub();
  a = await uploader(hub, 'kiosk-a', 'w1');
  b = await uploader(hub, 'kiosk-b', 'w2');
});
afterAll(() => hub.close());

const blobsDir = (): string => join(hub.dataDir, 'blobs');
const stored = (sha256: string): string => join(blobsDir(), sha256.slice(0, 2), sha256);
const staged = (): string[] => readdirSync(join(blobsDir(), 'staged'));

describe('a small blob', () => {
  test('is put, committed, there for everyone; and once more changes nothing', async () => {
    const bytes = samplePdf(5_000, 11);
    const sha256 = sha256Of(bytes);
    expect(await a.has(sha256)).toBe(false);
    expect((await a.put(bytes)).status).toBe(204);
    expect(await a.has(sha256)).toBe(false);
    for (let n = 0; n < 2; n += 1) {
      const committed = await a.commit(sha256, bytes.length);
      expect(committed.status).toBe(200);
      expect(blobCommitted.parse(await committed.json())).toMatchObject({ sha256, size: bytes.length });
    }
    expect(await b.has(sha256)).toBe(true);
    expect(existsSync(stored(sha256))).toBe(true);
    expect(staged()).toEqual([]);
    expect(await findBlob(hub.context, sha256)).toMatchObject({
      size: bytes.length,
      type: 'application/pdf',
      state: 'committed',
      suspicious: [],
      firstTerminal: 'kiosk-a',
      scan: 'unscanned',
      legalHold: false,
    });
    // Bytes for a blob that is here already are thrown away at its commit.
    expect((await b.put(bytes)).status).toBe(204);
    expect((await b.commit(sha256, bytes.length)).status).toBe(200);
    expect(staged()).toEqual([]);
  });

  test('of exactly 4 MiB goes, one byte more does not', async () => {
    const bytes = samplePdf(BLOB_CHUNK_BYTES, 12);
    expect((await a.put(bytes)).status).toBe(204);
    expect((await a.commit(sha256Of(bytes), bytes.length)).status).toBe(200);
    expect(await refusalOf(await a.put(samplePdf(BLOB_CHUNK_BYTES + 1)))).toEqual([413, 'input.tooLarge']);
  });
});

describe('a large blob', () => {
  test('goes by tus in chunks', async () => {
    const bytes = samplePdf(2 * BLOB_CHUNK_BYTES + 77, 13);
    const sha256 = sha256Of(bytes);
    const id = await uploadWhole(a, bytes);
    expect(await a.offset(id)).toBe(bytes.length);
    expect((await a.commit(sha256, bytes.length, id)).status).toBe(200);
    expect((await a.commit(sha256, bytes.length, id)).status).toBe(200);
    expect(staged()).toEqual([]);
    expect(await a.offset(id)).toEqual({ status: 404 });
    expect(sha256Of(readFileSync(stored(sha256)))).toBe(sha256);
  });

  test('that is not here whole is not committed, and goes on', async () => {
    const bytes = samplePdf(9_000, 14);
    const sha256 = sha256Of(bytes);
    const id = uploadId(await a.create(bytes.length, sha256Metadata(sha256)));
    expect(await refusalOf(await a.commit(sha256, bytes.length, id))).toEqual([409, 'blob.incomplete']);
    await a.patch(id, 0, bytes.subarray(0, 5_000));
    expect(await refusalOf(await a.commit(sha256, bytes.length, id))).toEqual([409, 'blob.incomplete']);
    expect((await a.patch(id, 5_000, bytes.subarray(5_000))).status).toBe(204);
    expect((await a.commit(sha256, bytes.length, id)).status).toBe(200);
  });

  test('says when it expires, and can be ended', async () => {
    const created = await a.create(100, sha256Metadata('ab'.repeat(32)));
    const expires = Date.parse(created.headers.get('upload-expires') ?? '');
    expect(Math.abs(expires - Date.now() - UPLOAD_TTL_MS)).toBeLessThan(60_000);
    expect(created.headers.get('location')).toMatch(/^\/v1\/uploads\/[0-9a-f]{32}$/);
    const id = uploadId(created);
    const ended = await a.send('DELETE', `/v1/uploads/${id}`, { headers: { 'tus-resumable': '1.0.0' } });
    expect(ended.status).toBe(204);
    expect(await a.offset(id)).toEqual({ status: 404 });
    expect(staged()).toEqual([]);
    expect(await refusalOf(await a.commit('ab'.repeat(32), 100, id))).toEqual([404, 'blob.notStaged']);
  });

  test('names what it can do', async () => {
    const { status, headers } = await a.send('OPTIONS', '/v1/uploads');
    expect(status).toBe(204);
    expect(headers.get('tus-version')).toBe('1.0.0');
    expect(headers.get('tus-extension')).toBe('creation,creation-with-upload,expiration,termination');
    expect(headers.get('tus-max-size')).toBe(String(MAX_BLOB_BYTES));
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('at once', () => {
  test('two terminals send the same bytes: one blob, both are told', async () => {
    const bytes = samplePdf(700_000, 15);
    const sha256 = sha256Of(bytes);
    const committed = await Promise.all(
      [a, b].map(async (by) => {
        const id = await uploadWhole(by, bytes);
        return (await by.commit(sha256, bytes.length, id)).status;
      }),
    );
    expect(committed).toEqual([200, 200]);
    expect(sha256Of(readFileSync(stored(sha256)))).toBe(sha256);
    expect(staged()).toEqual([]);
  });

  test('ten commits of one upload: all are told the same', async () => {
    for (let n = 0; n < 10; n += 1) {
      const bytes = samplePdf(400_000, 160 + n);
      const sha256 = sha256Of(bytes);
      const id = await uploadWhole(a, bytes);
      const answers = await Promise.all(Array.from({ length: 10 }, () => a.commit(sha256, bytes.length, id)));
      expect(answers.map((r) => r.status)).toEqual(Array(10).fill(200));
      expect(staged()).toEqual([]);
    }
  });

  test('ten PUTs of one blob', async () => {
    const bytes = samplePdf(200_000, 17);
    const puts = await Promise.all(Array.from({ length: 10 }, () => a.put(bytes)));
    expect(puts.map((r) => r.status)).toEqual(Array(10).fill(204));
    expect((await a.commit(sha256Of(bytes), bytes.length)).status).toBe(200);
    expect(staged()).toEqual([]);
  });

  test('a hundred PATCHes of one upload: one writes, the rest are told, and the bytes are right', async () => {
    const bytes = samplePdf(3_000_000, 18);
    const sha256 = sha256Of(bytes);
    const id = uploadId(await a.create(bytes.length, sha256Metadata(sha256)));
    const half = bytes.length / 2;
    for (const [at, part] of [
      [0, bytes.subarray(0, half)],
      [half, bytes.subarray(half)],
    ] as const) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => a.patch(id, at, part)));
      const count = (status: number) => answers.filter((r) => r.status === status).length;
      expect(count(204)).toBe(1);
      expect(count(409) + count(423)).toBe(99);
    }
    expect((await a.commit(sha256, bytes.length, id)).status).toBe(200);
    expect(sha256Of(readFileSync(stored(sha256)))).toBe(sha256);
  });
});

describe('reading', () => {
  test('whole, in ranges, and not at all', async () => {
    const bytes = samplePdf(100_000, 71);
    const sha256 = sha256Of(bytes);
    await a.put(bytes);
    await a.commit(sha256, bytes.length);
    const read = async (range?: { start: number; end?: number }) => {
      const answer = await readBlob(hub.context, sha256, range);
      if (!answer.ok) return answer.error.code;
      return [answer.value.range, Buffer.concat(await answer.value.stream.toArray())];
    };
    expect(await read()).toEqual([{ start: 0, end: 99_999 }, bytes]);
    expect(await read({ start: 5, end: 9 })).toEqual([{ start: 5, end: 9 }, bytes.subarray(5, 10)]);
    expect(await read({ start: 99_990, end: 10_000_000 })).toEqual([
      { start: 99_990, end: 99_999 },
      bytes.subarray(99_990),
    ]);
    expect(await read({ start: 100_000 })).toBe('input.invalid');
    expect(await readBlob(hub.context, 'ab'.repeat(32))).toMatchObject({ error: { code: 'not.found' } });
    rmSync(stored(sha256));
    expect(await read()).toBe('not.found');
  });

  test.each([
    [undefined, null],
    ['bytes=0-99', { start: 0, end: 99 }],
    ['bytes=50-', { start: 50 }],
    ['bytes=-30', { start: 70 }],
    ['bytes=-300', { start: 0 }],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['lines=0-1', null],
  ])('Range: %s', (header, range) => {
    expect(rangeOf(header, 100)).toEqual(range);
  });
});
