import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { openTcp } from './tcp.ts';
import type { ByteChannel, ChannelCode } from './types.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const LIMITS = { connectMs: 1_000, stallMs: 300, idleMs: 10_000, closeMs: 300 };

const servers: Server[] = [];
const peers: Socket[] = [];
afterEach(() => {
  for (const peer of peers.splice(0)) peer.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function printer(onPeer: (peer: Socket) => void): Promise<number> {
  const server = createServer((peer) => {
    peers.push(peer);
    peer.on('error', () => {});
    onPeer(peer);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
async function opened(port: number): Promise<ByteChannel> {
  const result = await openTcp({ type: 'tcp', host: '127.0.0.1', port }, LIMITS)();
  if (!result.ok) throw new Error(result.error.code);
  onTestFinished(() => result.value.close());
  return result.value;
}
const ended = (channel: ByteChannel): Promise<ChannelCode | null> =>
  new Promise((resolve) => channel.onClose(resolve));

describe('a TCP port', () => {
  test('carries bytes both ways and names itself', async () => {
    const port = await printer((peer) => peer.on('data', (chunk) => peer.write(chunk)));
    const channel = await opened(port);
    const got: number[] = [];
    channel.onData((chunk) => got.push(...chunk));
    expect(await channel.write(bytes(0x10, 0x04, 0x01))).toEqual({ ok: true, value: null });
    await expect.poll(() => got).toEqual([0x10, 0x04, 0x01]);
    expect(channel.port).toBe(`127.0.0.1:${port}`);
  });

  test('what was written before closing still arrives', async () => {
    let got = 0;
    const port = await printer((peer) => peer.on('data', (chunk) => (got += chunk.length)));
    const channel = await opened(port);
    const code = ended(channel);
    await channel.write(new Uint8Array(300_000));
    await channel.close();
    await channel.close();
    expect(await code).toBeNull();
    await expect.poll(() => got).toBe(300_000);
    expect(await channel.write(bytes(1))).toMatchObject({ ok: false });
  });

  test('nobody there, and a name that does not exist, are missing', async () => {
    const port = await printer(() => {});
    for (const server of servers.splice(0)) server.close();
    expect(await openTcp({ type: 'tcp', host: '127.0.0.1', port }, LIMITS)()).toMatchObject({
      ok: false,
      error: { code: 'device.missing' },
    });
    expect(await openTcp({ type: 'tcp', host: 'printer.invalid', port: 9_100 }, LIMITS)()).toMatchObject({
      ok: false,
      error: { code: 'device.missing' },
    });
  });

  test('the peer that ends or resets the connection is unplugged', async () => {
    for (const leave of [(peer: Socket) => peer.end(), (peer: Socket) => peer.resetAndDestroy()]) {
      const port = await printer((peer) => {
        peer.once('data', () => leave(peer));
        peer.resume();
      });
      const channel = await opened(port);
      const code = ended(channel);
      await channel.write(bytes(1));
      expect(await code).toBe('device.unplugged');
      expect(await channel.write(bytes(1))).toMatchObject({ ok: false, error: { code: 'device.unplugged' } });
    }
  });

  test('a peer that takes no bytes ends the write in time', async () => {
    const port = await printer((peer) => peer.pause());
    const channel = await opened(port);
    const start = performance.now();
    expect(await channel.write(new Uint8Array(20_000_000))).toMatchObject({
      ok: false,
      error: { code: 'device.timeout' },
    });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test.skipIf(process.platform !== 'linux')(
    'the kernel probes an idle peer, so that one without power is noticed',
    async () => {
      const port = await printer((peer) => peer.resume());
      await opened(port);
      await expect.poll(() => timerOf(port)).toBe('02');
    },
  );
});

/** Kind of the kernel's timer on our end of the connection to `port`: 02 is keep-alive (proc_net_tcp). */
function timerOf(port: number): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const line = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .find((columns) => columns[2]?.endsWith(`:${hex}`) && columns[3] === '01');
  return line?.[5]?.split(':')[0];
}
