import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { appendStaged, createStaged, removeStaged, stagedFile, stagedOffset } from './staging.ts';
import { noise } from './testing/samples.ts';
import { scratch } from './testing/store-suite.ts';
import type { Turns } from './turns.ts';

let dir: string;
let remove: () => void;
beforeAll(() => {
  ({ dir, remove } = scratch('staging'));
});
afterAll(() => remove());

let made = 0;
async function newUpload(): Promise<string> {
  made += 1;
  const id = String(made).padStart(12, '0');
  await createStaged(dir, id);
  return id;
}
const offsetFile = (id: string): string => join(dir, `${id}.offset`);

/** Parts of `bytes`, and then perhaps an error. */
async function* source(bytes: Buffer, part: number, breaks = false): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += part) yield bytes.subarray(at, at + part);
  if (breaks) throw new Error('cut');
}

describe('an upload on disk', () => {
  test('is as long as what was flushed, in whatever parts it comes', async () => {
    const id = await newUpload();
    expect(stagedOffset(dir, id)).toBe(0);
    const bytes = noise(BLOB_CHUNK_BYTES * 2 + 12_345);
    expect(await appendStaged(dir, id, 0, source(bytes.subarray(0, 70_000), 1_000))).toBe(70_000);
    expect(stagedOffset(dir, id)).toBe(70_000);
    expect(await appendStaged(dir, id, 70_000, source(bytes.subarray(70_000), 65_536))).toBe(bytes.length);
    expect(stagedOffset(dir, id)).toBe(bytes.length);
    expect(readFileSync(stagedFile(dir, id)).equals(bytes)).toBe(true);
    await removeStaged(dir, id);
    expect(stagedOffset(dir, id)).toBe(0);
  });

  test('of one long PATCH never more than 4 MiB are unrecorded: a crash in it costs no more', async () => {
    const id = await newUpload();
    const bytes = noise(BLOB_CHUNK_BYTES * 4);
    const part = 64 * 1024;
    let came = 0;
    let most = 0;
    async function* watched(): AsyncGenerator<Buffer> {
      for await (const next of source(bytes, part)) {
        most = Math.max(most, came - stagedOffset(dir, id));
        came += next.length;
        yield next;
      }
    }
    expect(await appendStaged(dir, id, 0, watched())).toBe(bytes.length);
    expect(most).toBeLessThan(BLOB_CHUNK_BYTES);
    expect(readFileSync(stagedFile(dir, id)).equals(bytes)).toBe(true);
  });

  test('more comes while what came is flushed', async () => {
    const id = await newUpload();
    const bytes = noise(BLOB_CHUNK_BYTES);
    let flushing = false;
    let cameMeanwhile = 0;
    const flushes: Turns = {
      async take(work) {
        flushing = true;
        await expect.poll(() => cameMeanwhile, { interval: 1 }).toBeGreaterThan(1024 * 1024);
        const done = await work();
        flushing = false;
        return done;
      },
    };
    async function* watched(): AsyncGenerator<Buffer> {
      for await (const next of source(bytes, 256 * 1024)) {
        if (flushing) cameMeanwhile += next.length;
        yield next;
      }
    }
    expect(await appendStaged(dir, id, 0, watched(), flushes)).toBe(bytes.length);
  });

  test('after a flush that failed nothing more counts, though the next would succeed', async () => {
    const id = await newUpload();
    let flushed = 0;
    const flushes: Turns = {
      take(work) {
        flushed += 1;
        return flushed === 2 ? Promise.reject(new Error('EIO')) : work();
      },
    };
    const bytes = noise(BLOB_CHUNK_BYTES * 3);
    await expect(appendStaged(dir, id, 0, source(bytes, 64 * 1024), flushes)).rejects.toThrow('EIO');
    expect(flushed).toBe(2);
    const kept = stagedOffset(dir, id);
    expect(kept).toBeLessThanOrEqual(BLOB_CHUNK_BYTES);
    expect(await appendStaged(dir, id, kept, source(bytes.subarray(kept), 64 * 1024))).toBe(bytes.length);
    expect(readFileSync(stagedFile(dir, id)).equals(bytes)).toBe(true);
  });

  test('a cut in the middle keeps what came', async () => {
    const id = await newUpload();
    const bytes = noise(10_000);
    await expect(appendStaged(dir, id, 0, source(bytes, 999, true))).rejects.toThrow('cut');
    expect(stagedOffset(dir, id)).toBe(10_000);
  });
});

describe('after a power cut', () => {
  const written = async (...ends: number[]): Promise<{ id: string; bytes: Buffer }> => {
    const id = await newUpload();
    const bytes = noise(ends.at(-1) ?? 0);
    let at = 0;
    for (const end of ends) at = await appendStaged(dir, id, at, source(bytes.subarray(at, end), 4_096));
    return { id, bytes };
  };

  test('bytes behind the record do not count: a torn PATCH resumes at the last whole offset', async () => {
    const { id, bytes } = await written(5_000, 9_000);
    appendFileSync(stagedFile(dir, id), noise(3_000, 9));
    expect(stagedOffset(dir, id)).toBe(9_000);
    const rest = noise(2_000, 10);
    expect(await appendStaged(dir, id, 9_000, source(rest, 100))).toBe(11_000);
    expect(readFileSync(stagedFile(dir, id)).subarray(0, 11_000)).toEqual(Buffer.concat([bytes, rest]));
  });

  test('a file that is shorter than its record counts as long as it is, and the record follows', async () => {
    const { id, bytes } = await written(5_000, 9_000);
    truncateSync(stagedFile(dir, id), 6_000);
    expect(stagedOffset(dir, id)).toBe(6_000);
    expect(await appendStaged(dir, id, 6_000, source(bytes.subarray(6_000, 7_000), 300))).toBe(7_000);
    // The old, longer record is not the last any more.
    appendFileSync(stagedFile(dir, id), noise(5_000, 11));
    expect(stagedOffset(dir, id)).toBe(7_000);
  });

  test('a torn record leaves the one before', async () => {
    const { id } = await written(5_000, 9_000);
    const record = readFileSync(offsetFile(id));
    // The second stands in the first place.
    for (let torn = 0; torn < 64; torn += 1) {
      const copy = Buffer.from(record);
      copy.fill(0, torn, 64);
      writeFileSync(offsetFile(id), copy);
      expect([5_000, 9_000]).toContain(stagedOffset(dir, id));
      if (torn < 6) expect(stagedOffset(dir, id)).toBe(5_000);
    }
  });

  test('no record, no file: from the start', async () => {
    const { id } = await written(5_000);
    writeFileSync(offsetFile(id), '');
    expect(stagedOffset(dir, id)).toBe(0);
    await removeStaged(dir, id);
    expect(await appendStaged(dir, id, 0, source(noise(10), 3))).toBe(10);
    expect(stagedOffset(dir, id)).toBe(10);
  });

  test('any damage, any number of times: never more than what is right, and in the end it is whole', async () => {
    type Damage = { at: number; kind: 'truncate' | 'garbage' | 'record' | 'cut' };
    const damage = fc.record<Damage>({
      at: fc.integer({ min: 0, max: 200 }),
      kind: fc.constantFrom('truncate', 'garbage', 'record', 'cut'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.array(damage, { maxLength: 8 }),
        async (size, part, damages) => {
          const id = await newUpload();
          const bytes = noise(size, size);
          const file = stagedFile(dir, id);
          for (const { kind, at } of [...damages, null].map((d) => d ?? { kind: 'end' as const, at: 0 })) {
            const from = stagedOffset(dir, id);
            // What counts is right.
            expect(readFileSync(file).subarray(0, from).equals(bytes.subarray(0, from))).toBe(true);
            const to = kind === 'end' ? size : Math.min(size, from + part);
            await appendStaged(dir, id, from, source(bytes.subarray(from, to), 700, kind === 'cut')).catch(
              () => undefined,
            );
            const length = readFileSync(file).length;
            if (kind === 'truncate') truncateSync(file, Math.max(0, length - at));
            if (kind === 'garbage') appendFileSync(file, noise(at, 99));
            if (kind === 'record') {
              const record = readFileSync(offsetFile(id));
              record.fill(0x39, Math.min(at, record.length));
              writeFileSync(offsetFile(id), record);
            }
          }
          expect(stagedOffset(dir, id)).toBe(size);
          expect(readFileSync(file).subarray(0, size).equals(bytes)).toBe(true);
          await removeStaged(dir, id);
        },
      ),
      { numRuns: 150 },
    );
  });
});
