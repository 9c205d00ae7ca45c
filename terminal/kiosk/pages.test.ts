import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPages } from './pages.ts';

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'pages-')), 'session');
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const CANARY = Buffer.from('110105194912310021 示例甲');
const onDisk = () => readdirSync(dir).map((name) => readFileSync(join(dir, name)));

test('a page comes back as it was put', () => {
  const pages = openPages(dir);
  expect(pages.put('a', CANARY, 'image/jpeg')).toEqual({ ok: true, value: null });
  expect(pages.get('a')).toEqual({ bytes: CANARY, type: 'image/jpeg' });
  expect(pages.get('b')).toBeNull();
});

test('the disk never holds it in clear', () => {
  const pages = openPages(dir);
  pages.put('a', CANARY, 'image/png');
  expect(onDisk()).toHaveLength(1);
  for (const bytes of onDisk()) expect(bytes.includes(CANARY.subarray(0, 18))).toBe(false);
});

test('what was removed or wiped is gone from disk and memory', () => {
  const pages = openPages(dir);
  pages.put('a', CANARY, 'image/jpeg');
  pages.put('b', CANARY, 'image/jpeg');
  pages.remove('a');
  expect(pages.get('a')).toBeNull();
  expect(onDisk()).toHaveLength(1);
  pages.wipe();
  expect(pages.get('b')).toBeNull();
  expect(onDisk()).toEqual([]);
});

test('what a crash left behind opens to nobody and is removed', () => {
  openPages(dir).put('a', CANARY, 'image/jpeg');
  const anew = openPages(dir);
  expect(onDisk()).toEqual([]);
  expect(anew.get('a')).toBeNull();
});

test('a disk that takes nothing is told', () => {
  const pages = openPages(dir);
  rmSync(dir, { recursive: true });
  expect(pages.put('a', CANARY, 'image/jpeg')).toMatchObject({ ok: false, error: { code: 'store.fault' } });
  expect(pages.get('a')).toBeNull();
});
