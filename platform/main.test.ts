import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './testing/database.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
let dataDir = '';
let database: TestDatabase;
let child: ChildProcess | undefined;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hall-main-'));
  database = await testDatabase();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function run(env: Record<string, string>, ipc = false): ChildProcess {
  child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      HUB_DATA: dataDir,
      HUB_PORT: '0',
      DATABASE_URL: database.connectionString,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc' as const] : [])],
  });
  return child;
}

test('it says on stdout that it is ready, and ends in order when asked', async () => {
  const hub = run({});
  const [line] = await once(hub.stdout ?? hub, 'data');
  const { ready, url } = JSON.parse(String(line));
  expect(ready).toBe(true);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  hub.kill('SIGTERM');
  expect(await once(hub, 'exit')).toEqual([0, null]);
});

test('a parent with a channel is told there, and takes the hub with it', async () => {
  const hub = run({}, true);
  const [message] = await once(hub, 'message');
  expect(message).toMatchObject({ ready: true });
  hub.disconnect();
  expect(await once(hub, 'exit')).toEqual([0, null]);
});

test.each([
  [{ HUB_PORT: 'abc' }, 'HUB_PORT'],
  [{ HUB_KEY: 'zz' }, 'HUB_KEY'],
  [
    { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/x?connect_timeout=1', HUB_DATA: '/proc/hall' },
    '/proc/hall',
  ],
])('what keeps it from starting is one line, and exit code 2', async (env, wanted) => {
  const hub = run(env);
  const said = text(hub.stderr as Readable);
  const [code] = await once(hub, 'exit');
  expect(code).toBe(2);
  const lines = (await said).trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(wanted);
  expect(lines[0]).not.toContain('secret');
});
