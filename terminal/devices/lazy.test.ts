import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SERVICE = join(import.meta.dirname, 'testing', 'loaded-natives.ts');
function nativesWith(devices: unknown[]): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, [SERVICE, JSON.stringify(devices)], {
    encoding: 'utf8',
    timeout: 25_000,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test('a pad without devices loads no library but the database’s', () => {
  const natives = nativesWith([]);
  expect(natives).toHaveLength(1);
  expect(natives[0]).toContain('better-sqlite3');
});

test('a declared serial device brings its own', () => {
  const port = { type: 'serial', path: '/dev/tty-nowhere' };
  const natives = nativesWith([{ id: 'card', class: 'idCardReader', driver: 'sdt', port }]);
  expect(natives.some((path) => path.includes('@serialport'))).toBe(true);
  expect(natives.some((path) => path.includes('canvas'))).toBe(false);
});
