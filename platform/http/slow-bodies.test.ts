import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Timers } from '../../contracts/clock.ts';
import { bodyOf } from '../blobs/body.ts';
import { sha256Metadata, type Uploader, uploader, uploadId } from '../blobs/testing/terminal.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { systemTimers } from '../timers.ts';

/** The limit of a body's time, which these tests let run out at once. */
const REQUEST_MS = 30_000;
const overdue: (() => void)[] = [];
const timers: Timers = {
  after(ms, run) {
    if (ms === REQUEST_MS) overdue.push(run);
    return systemTimers.after(ms, run);
  },
};

let hub: TestHub;
let a: Uploader;
beforeAll(async () => {
  hub = await testHub({ timers });
  a = await uploader(hub, 'kiosk-a', 'w1');
});
afterAll(() => hub.close());

/** A request whose body stays away. */
function begin(
  method: string,
  path: string,
  headers: Record<string, string>,
): { socket: Socket; closed: Promise<boolean> } {
  const { hostname, port } = new URL(hub.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)));
  const lines = Object.entries({ host: 'hub', 'content-length': '1000', ...headers }).map((h) =>
    h.join(': '),
  );
  socket.write(`${[`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n')}{"half":`);
  return { socket, closed };
}

test('a body that is not here in time ends its connection', async () => {
  const before = overdue.length;
  const { closed } = begin('POST', '/v1/terminal/challenge', { 'content-type': 'application/json' });
  await expect.poll(() => overdue.length).toBe(before + 1);
  overdue.at(-1)?.();
  expect(await closed).toBe(true);
});

test('a request that is here whole may take as long as it likes to be answered', async () => {
  overdue.length = 0;
  const answer = await fetch(`${hub.url}/healthz`);
  for (const run of overdue) run();
  expect(await answer.json()).toEqual({ ok: true });
});

test('a chunk of a blob may take longer', async () => {
  const id = uploadId(await a.create(1_000, sha256Metadata('ab'.repeat(32))));
  overdue.length = 0;
  const { socket } = begin('PATCH', `/v1/uploads/${id}`, {
    authorization: a.authorization,
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
  });
  await expect.poll(() => a.offset(id), { timeout: 20_000 }).toBe('{"half":'.length);
  expect(overdue).toEqual([]);
  socket.destroy();
});

test('but not stand still: whoever is silent is hung up on', async () => {
  let outcome: unknown;
  const server = createServer((request: IncomingMessage) => {
    (async () => {
      for await (const part of bodyOf(request, 50)) outcome = part;
    })().catch((e: unknown) => {
      outcome = e;
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.write('PUT / HTTP/1.1\r\nhost: hub\r\ncontent-length: 10\r\n\r\nhalf');
  await closed;
  await expect.poll(() => outcome).toBeInstanceOf(Error);
  await new Promise((done) => server.close(done));
});
