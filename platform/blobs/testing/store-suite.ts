import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BlobStore, StoredBlob } from '../store.ts';
import { noise, sha256Of } from './samples.ts';

export interface SuiteStore {
  store: BlobStore;
  /** Folder of staged files: of the same disk, where that matters. */
  staged: string;
  close(): Promise<void>;
}

/** What every blob store keeps to. */
export function describeStore(name: string, open: () => Promise<SuiteStore>): void {
  describe(`a blob store: ${name}`, () => {
    let opened: SuiteStore;
    let store: BlobStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened?.close());

    let files = 0;
    const stage = (bytes: Buffer): string => {
      files += 1;
      const file = join(opened.staged, `staged-${files}`);
      writeFileSync(file, bytes);
      return file;
    };
    const put = async (bytes: Buffer): Promise<string> => {
      const sha256 = sha256Of(bytes);
      await store.put(sha256, stage(bytes), bytes.length);
      return sha256;
    };
    const readAll = async (stream: Readable | null): Promise<Buffer | null> => {
      if (stream === null) return null;
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(part as Buffer);
      return Buffer.concat(parts);
    };
    const listed = async (): Promise<StoredBlob[]> => {
      const all: StoredBlob[] = [];
      for await (const blob of store.list()) all.push(blob);
      return all;
    };

    test('gives back what was put, whole and in ranges', async () => {
      const bytes = noise(300_001, 21);
      const sha256 = await put(bytes);
      expect(await store.size(sha256)).toBe(bytes.length);
      expect(await readAll(await store.read(sha256))).toEqual(bytes);
      for (const [start, end] of [
        [0, 0],
        [10, 99],
        [bytes.length - 1, bytes.length - 1],
        [0, bytes.length - 1],
      ] as const)
        expect(await readAll(await store.read(sha256, { start, end }))).toEqual(
          bytes.subarray(start, end + 1),
        );
    });

    test('has one byte, and many', async () => {
      const one = await put(Buffer.of(7));
      expect(await readAll(await store.read(one))).toEqual(Buffer.of(7));
      const many = noise(9 * 1024 * 1024 + 1, 22);
      const sha256 = await put(many);
      const hash = createHash('sha256');
      for await (const part of (await store.read(sha256)) as Readable) hash.update(part);
      expect(hash.digest('hex')).toBe(sha256);
    });

    test('puts the same again, also at once', async () => {
      const bytes = noise(50_000, 23);
      const sha256 = sha256Of(bytes);
      await Promise.all(Array.from({ length: 4 }, () => store.put(sha256, stage(bytes), bytes.length)));
      await put(bytes);
      expect(await readAll(await store.read(sha256))).toEqual(bytes);
      expect((await listed()).filter((b) => b.sha256 === sha256)).toHaveLength(1);
    });

    test('knows what it does not have', async () => {
      const sha256 = sha256Of(Buffer.from('never put'));
      expect(await store.size(sha256)).toBeNull();
      expect(await store.read(sha256)).toBeNull();
      expect(await store.read(sha256, { start: 0, end: 3 })).toBeNull();
      await store.remove(sha256);
    });

    test('removes, and lists what is left', async () => {
      const [kept, gone] = [await put(noise(100, 24)), await put(noise(101, 25))];
      await store.remove(gone);
      expect(await store.size(gone)).toBeNull();
      const all = await listed();
      expect(all.map((b) => b.sha256)).not.toContain(gone);
      const found = all.find((b) => b.sha256 === kept);
      expect(found?.size).toBe(100);
      expect(Math.abs((found?.modifiedAt.getTime() ?? 0) - Date.now())).toBeLessThan(600_000);
    });

    test('a reader that has begun reads to the end of what is removed, or is told', async () => {
      const bytes = noise(3_000_000, 26);
      const sha256 = await put(bytes);
      const stream = await store.read(sha256);
      await store.remove(sha256);
      const read = await readAll(stream).catch(() => null);
      if (read !== null) expect(read).toEqual(bytes);
    });

    test('a staged file that is gone is no blob', async () => {
      const sha256 = sha256Of(Buffer.from('gone'));
      await expect(store.put(sha256, join(opened.staged, 'gone'), 4)).rejects.toMatchObject({
        code: 'ENOENT',
      });
      expect(await store.size(sha256)).toBeNull();
    });

    test.each(['../../etc/passwd', '', 'AB'.repeat(32), 'a'.repeat(63), `${'a'.repeat(64)}\0`])(
      'nothing but a hash is a name: %j',
      async (name) => {
        const file = stage(Buffer.from('x'));
        for (const use of [
          () => store.put(name, file, 1),
          () => store.size(name),
          () => store.read(name),
          () => store.remove(name),
        ])
          await expect((async () => use())()).rejects.toThrow('not a SHA-256');
        expect(existsSync(file)).toBe(true);
      },
    );
  });
}

/** A temporary folder, and how it goes. */
export function scratch(name: string): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), `hall-${name}-`));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
