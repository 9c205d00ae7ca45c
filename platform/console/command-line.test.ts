import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseUrl } from './command-line.ts';

describe('the database of a command', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'hall-command-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is DATABASE_URL where there is one', () => {
    expect(databaseUrl({ DATABASE_URL: 'postgres://a@b/c', HUB_DATA: dir })).toBe('postgres://a@b/c');
  });

  it('is the embedded one of the hub that runs on HUB_DATA', () => {
    mkdirSync(join(dir, 'postgres'));
    writeFileSync(join(dir, 'postgres.password'), 'secret\n');
    writeFileSync(join(dir, 'postgres', 'postmaster.pid'), '4711\n/data\n1770000000\n54321\n\n127.0.0.1\n');
    expect(databaseUrl({ HUB_DATA: dir })).toBe('postgres://hall:secret@127.0.0.1:54321/hall');
  });

  it('is none when no hub runs there, or nothing is set', () => {
    expect(databaseUrl({ HUB_DATA: dir })).toBeNull();
    expect(databaseUrl({})).toBeNull();
  });
});
