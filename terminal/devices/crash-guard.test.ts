import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeCrash, guarded, unguarded } from './crash-guard.ts';

const SERVICE = join(import.meta.dirname, 'testing', 'crashing-service.ts');
const run = (way: string) =>
  spawnSync(process.execPath, [SERVICE, way], { encoding: 'utf8', timeout: 20_000 });

describe('a driver that throws where nobody catches', () => {
  test.each(['timer', 'promise', 'socket'])('in a %s is started anew; the service goes on', (way) => {
    const { status, stdout } = run(way);
    expect(stdout).toContain('"event":"device.crashed","id":"scan"');
    expect(stdout).toContain('"state":"fault","code":"internal"');
    expect(stdout).not.toContain('张三');
    expect(status).toBe(0);
  });

  test('an error that is no driver’s ends the process, as it would without a guard', () => {
    expect(run('nobody').status).toBe(1);
  });
});

test('an error is described without its words', () => {
  const { error, at } = describeCrash(new RangeError('张三'));
  expect(error).toBe('RangeError');
  expect(at).toMatch(/^\S* ?\(?crash-guard\.test\.ts:\d+:\d+\)?$/);
  expect(describeCrash('text')).toEqual({ error: 'string', at: null });
});

test('the service’s own work is out of the guard', async () => {
  const crashes: unknown[] = [];
  const result = await guarded(
    (e) => crashes.push(e),
    () => unguarded(async () => 'done'),
  );
  expect(result).toBe('done');
  expect(crashes).toEqual([]);
});
