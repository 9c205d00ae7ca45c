import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CannotStart } from './cannot-start.ts';
import { readConfig } from './config.ts';
import { prepareDataDir } from './data-dir.ts';

describe('settings from the environment', () => {
  test('what is not set has its default', () => {
    expect(readConfig({ HUB_DATA: '/srv/hall', HUB_PORT: '' })).toMatchObject({
      dataDir: '/srv/hall',
      host: '127.0.0.1',
      port: 7400,
      demo: false,
      behindProxy: false,
      logLevel: 'info',
    });
  });

  test('everything can be set', () => {
    expect(
      readConfig({
        DATABASE_URL: 'postgres://u@db/hall',
        HUB_DATA: '/d',
        HUB_HOST: '0.0.0.0',
        HUB_PORT: '80',
        HUB_PUBLIC_URL: 'https://hall.example',
        HUB_DEMO: '1',
        HUB_BEHIND_PROXY: 'true',
        LOG_LEVEL: 'debug',
        S3_URL: 's3://k:s@s3.hall/materials',
        CLAMAV_URL: 'unix:/run/clamd.sock',
      }),
    ).toEqual({
      databaseUrl: 'postgres://u@db/hall',
      dataDir: '/d',
      host: '0.0.0.0',
      port: 80,
      publicUrl: 'https://hall.example',
      demo: true,
      behindProxy: true,
      logLevel: 'debug',
      s3Url: 's3://k:s@s3.hall/materials',
      clamavUrl: 'unix:/run/clamd.sock',
    });
  });

  test.each([
    ['HUB_PORT', 'abc'],
    ['HUB_PORT', '70000'],
    ['HUB_PORT', '1.5'],
    ['HUB_DEMO', 'yes please'],
    ['DATABASE_URL', 'mysql://secret@x/y'],
    ['HUB_PUBLIC_URL', 'hall.example'],
    ['LOG_LEVEL', 'loud'],
    ['S3_URL', 'https://k:secret@s3.hall/materials'],
    ['CLAMAV_URL', 'clamd.hall'],
  ])('%s=%s is refused by name, without its value', (name, value) => {
    const refused = (() => {
      try {
        return readConfig({ [name]: value });
      } catch (e) {
        return e;
      }
    })();
    expect(refused).toBeInstanceOf(CannotStart);
    expect((refused as Error).message).toContain(name);
    expect((refused as Error).message).not.toContain(value);
  });
});

describe('the data folder', () => {
  test('is made with all above it, for the hub alone', () => {
    const root = mkdtempSync(join(tmpdir(), 'hall-data-'));
    prepareDataDir(join(root, 'a', 'b'));
    expect(statSync(join(root, 'a', 'b')).mode & 0o777).toBe(0o700);
    rmSync(root, { recursive: true });
  });

  test('that cannot be is one clear line', () => {
    const root = mkdtempSync(join(tmpdir(), 'hall-data-'));
    writeFileSync(join(root, 'file'), '');
    expect(() => prepareDataDir(join(root, 'file', 'x'))).toThrow(CannotStart);
    if (existsSync('/proc')) expect(() => prepareDataDir('/proc/hall/x')).toThrow(CannotStart);
    rmSync(root, { recursive: true });
  });
});
