import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PAD_PANEL } from '../contracts/config.ts';
import type { FromService } from '../contracts/shell.ts';
import type { PadUpdate, terminalContract } from '../contracts/terminal.ts';
import { EXIT } from './exit-codes.ts';
import { type Shell, startShell } from './shell.ts';
import { createFakeElectron, type FakeElectron } from './testing/fake-electron.ts';
import { forkWorker } from './testing/worker-process.ts';
import { realTimers } from './timers.ts';

/** The shell with the real terminal service and its real store: the whole way of a page's call, but for Chromium. */

type Client = ContractRouterClient<typeof terminalContract>;
let dir: string;
let electron: FakeElectron;
let shell: Shell;
let ports: MessagePort[];
let arrived: EventTarget;
/** What the service says to the shell. */
let fromService: EventTarget;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'electron-terminal-'));
  const config = join(dir, 'terminal.json');
  await writeFile(
    config,
    JSON.stringify({
      terminalId: 'pad-01',
      role: 'pad',
      hubUrl: 'http://127.0.0.1:1',
      enrolmentCode: 'enrolment-code',
    }),
  );
  ports = [];
  arrived = new EventTarget();
  fromService = new EventTarget();
  electron = createFakeElectron({
    fork: (modulePath, args) => {
      const service = forkWorker(modulePath, args);
      service.on('message', (detail) => fromService.dispatchEvent(new CustomEvent('message', { detail })));
      return service;
    },
  });
  electron.app.on('web-contents-created', (_event, contents) => {
    contents.page = (_message: unknown, _origin: string, transferred: MessagePort[]) => {
      ports.push(...transferred);
      arrived.dispatchEvent(new Event('port'));
    };
  });
  const started = startShell(electron, {
    paths: {
      renderer: dir,
      fault: dir,
      preload: join(dir, 'preload.cjs'),
      service: fileURLToPath(new URL('../terminal/utility.ts', import.meta.url)),
      config,
    },
    settings: { role: 'pad', camera: true, panel: PAD_PANEL },
    rendererPresent: true,
    windowed: false,
    timers: realTimers,
    now: () => performance.now(),
    random: Math.random,
    log: () => undefined,
  });
  if (started === null) throw new Error('another instance');
  shell = started;
});
afterEach(async () => {
  const gone = once(electron.app, 'fake-exit');
  shell.leave(EXIT.done, 'end of test');
  await gone;
  await rm(dir, { recursive: true, force: true });
});

async function connected(count: number): Promise<Client> {
  while (ports.length < count) await once(arrived, 'port');
  const port = ports[count - 1];
  if (port === undefined) throw new Error('no port');
  port.start();
  return createORPCClient(new RPCLink({ port }));
}

async function firstStatus(client: Client): Promise<PadUpdate> {
  for await (const status of await client.pad.watch()) return status;
  throw new Error('the watch ended');
}

it('a page reads the terminal’s status over its port, and again after a reload', async () => {
  const first = await firstStatus(await connected(1));
  expect(first).toMatchObject({
    terminalId: 'pad-01',
    online: false,
    queue: { ready: 0, dead: 0 },
    session: null,
  });
  electron.window().webContents.emit('did-finish-load');
  expect(await firstStatus(await connected(2))).toMatchObject({ terminalId: 'pad-01' });
});

it('the page’s heartbeat reaches the shell', async () => {
  const client = await connected(1);
  expect(await client.shell.heartbeat({ frames: 1 })).toBeNull();
  for (;;) {
    const [event] = (await once(fromService, 'message')) as [CustomEvent<FromService>];
    if (event.detail.type !== 'heartbeat') continue;
    expect(event.detail.rendererMs).toBeLessThan(5_000);
    return;
  }
});
