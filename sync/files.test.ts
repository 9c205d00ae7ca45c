import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDurably, writeDurably } from './files.ts';
import { loadKeyFile } from './key-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('writing durably', () => {
  test('replaces a file whole and leaves nothing beside it', () => {
    const path = join(dir, 'deep', 'er', 'file');
    writeDurably(path, Buffer.from('one'));
    writeFileSync(`${path}.part`, 'left by a power cut, and longer than what comes now');
    writeDurably(path, Buffer.from('two'));
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(dir, 'deep', 'er'))).toEqual(['file']);
  });
  test('creating leaves a file that is there', () => {
    const path = join(dir, 'file');
    createDurably(path, Buffer.from('one'));
    createDurably(path, Buffer.from('two'));
    expect(readFileSync(path, 'utf8')).toBe('one');
    expect(readdirSync(dir)).toEqual(['file']);
  });
});

describe('a key file', () => {
  const posix = process.platform !== 'win32';
  test('is made once, for its owner alone', () => {
    const path = join(dir, 'store.key');
    const first = loadKeyFile(path);
    if (!first.ok) throw new Error(first.error.code);
    expect(first.value.length).toBe(32);
    expect(loadKeyFile(path)).toEqual(first);
    if (posix) expect(statSync(path).mode & 0o777).toBe(0o600);
  });
  test.runIf(posix)('that others may read is refused', () => {
    const path = join(dir, 'store.key');
    loadKeyFile(path);
    chmodSync(path, 0o640);
    expect(loadKeyFile(path)).toMatchObject({ ok: false, error: { code: 'store.fault' } });
  });
  test('of another length is refused and left', () => {
    const path = join(dir, 'store.key');
    writeFileSync(path, 'short', { mode: 0o600 });
    expect(loadKeyFile(path)).toMatchObject({ ok: false, error: { code: 'store.fault' } });
    expect(readFileSync(path, 'utf8')).toBe('short');
  });
  test('that is a directory is refused', () => {
    expect(loadKeyFile(dir)).toMatchObject({ ok: false, error: { code: 'store.fault' } });
  });
});
