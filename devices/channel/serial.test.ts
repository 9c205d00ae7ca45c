import { constants, existsSync, realpathSync, symlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Clock, Timers } from '../../contracts/clock.ts';
import { hasSocat, openPty, type Pty, type PtyOptions } from '../testing/pty.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { keepOpen } from './keep-open.ts';
import { openSerial } from './serial.ts';
import type { ByteChannel, ChannelCode } from './types.ts';

const folder = tempFolder();
const clock: Clock = {
  bootId: 'test',
  wallMs: () => Date.now(),
  boottimeMs: () => performance.now(),
};
const timers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const bytes = (...values: number[]) => Uint8Array.from(values);
const port = (path: string, baudRate = 115_200) => ({ type: 'serial' as const, path, baudRate });

let made = 0;
const ptys: Pty[] = [];
async function pty(options: Partial<PtyOptions> = {}): Promise<Pty> {
  const one = await openPty({ path: join(folder, `tty${made++}`), ...options });
  ptys.push(one);
  return one;
}
afterEach(async () => {
  await Promise.all(ptys.splice(0).map((one) => one.stop()));
});

async function opened(path: string, baudRate?: number, stallMs?: number): Promise<ByteChannel> {
  const result = await openSerial(port(path, baudRate), stallMs)();
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail}`);
  onTestFinished(() => result.value.close());
  return result.value;
}
function gathered(channel: ByteChannel): number[] {
  const all: number[] = [];
  channel.onData((chunk) => all.push(...chunk));
  return all;
}
const ended = (channel: ByteChannel): Promise<ChannelCode | null> =>
  new Promise((resolve) => channel.onClose(resolve));

/** Waits until bytes lie ready at the port, takes the first and leaves the others. */
async function firstByteAt(path: string): Promise<number | undefined> {
  const handle = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  const buffer = new Uint8Array(1);
  const take = () =>
    handle.read(buffer, 0, 1, null).then(
      (r) => r.bytesRead,
      () => 0,
    );
  await expect.poll(take, { interval: 5 }).toBe(1);
  await handle.close();
  return buffer[0];
}

describe.skipIf(!hasSocat())('a serial port (on a real PTY)', () => {
  test('carries every byte value both ways, unchanged', async () => {
    const { path, device } = await pty();
    const channel = await opened(path);
    const all = Uint8Array.from({ length: 1_024 }, (_, i) => i % 256);
    const atDevice = gathered(device() as ByteChannel);
    const atDriver = gathered(channel);
    expect(await channel.write(all)).toEqual({ ok: true, value: null });
    await device()?.write(all);
    await expect.poll(() => atDevice.length).toBe(1_024);
    await expect.poll(() => atDriver.length).toBe(1_024);
    expect(atDevice).toEqual([...all]);
    expect(atDriver).toEqual([...all]);
    expect(channel.port).toBe(path);
    expect(channel.usb).toBeNull();
  });

  test('a paced device sends at wire speed: 1295 bytes at 115200 baud are not there before 112.4 ms', async () => {
    const { path, device } = await pty({ pacedBaud: 115_200 });
    const channel = await opened(path);
    const start = performance.now();
    let count = 0;
    let chunks = 0;
    const last = new Promise<number>((resolve) =>
      channel.onData((chunk) => {
        count += chunk.length;
        chunks++;
        if (count === 1_295) resolve(performance.now() - start);
      }),
    );
    await device()?.write(new Uint8Array(1_295));
    const took = await last;
    expect(took).toBeGreaterThanOrEqual(112.4);
    expect(took).toBeLessThan(300);
    expect(chunks).toBeGreaterThan(10);
  });

  test('throws away what came before it was opened', async () => {
    const { path, device } = await pty();
    await device()?.write(bytes(1, 2, 3));
    expect(await firstByteAt(path)).toBe(1);
    const channel = await opened(path);
    const got = gathered(channel);
    await device()?.write(bytes(9));
    await expect.poll(() => got.at(-1)).toBe(9);
    expect(got).toEqual([9]);
  });

  test('tells a missing port from one that another program holds', async () => {
    expect(await openSerial(port(join(folder, 'nobody')))()).toMatchObject({
      ok: false,
      error: { code: 'device.missing' },
    });
    const { path } = await pty();
    await opened(path);
    expect(await openSerial(port(path))()).toMatchObject({ ok: false, error: { code: 'device.portBusy' } });
  });

  test('is free again after closing, which may be asked twice', async () => {
    const { path } = await pty();
    const first = await opened(path);
    const code = ended(first);
    await first.close();
    await first.close();
    expect(await code).toBeNull();
    expect(await first.write(bytes(1))).toMatchObject({ ok: false });
    await opened(path);
  });

  test('is opened through a link, as udev makes them', async () => {
    const { path } = await pty();
    const link = join(folder, 'hall-reader');
    symlinkSync(path, link);
    expect((await opened(link)).port).toBe(link);
  });

  test('by USB identity, nothing here answers', async () => {
    const usb = { vendorId: '0400', productId: 'c35a' };
    expect(await openSerial({ type: 'serial', usb, baudRate: 115_200 })()).toMatchObject({
      ok: false,
      error: { code: 'device.missing' },
    });
    const { path } = await pty();
    expect(await openSerial({ ...port(path), usb })()).toMatchObject({
      ok: false,
      error: { code: 'device.missing' },
    });
  });

  test('a quiet port that is unplugged closes at once', async () => {
    const one = await pty();
    const channel = await opened(one.path);
    const code = ended(channel);
    await one.unplug();
    expect(await code).toBe('device.unplugged');
    expect(await channel.write(bytes(1))).toMatchObject({ ok: false, error: { code: 'device.unplugged' } });
  });

  test('a port that is unplugged between two reads closes at once', async () => {
    const one = await pty();
    const channel = await opened(one.path);
    const node = realpathSync(one.path);
    const code = ended(channel);
    const from = performance.now();
    // The next read comes only after this listener, when the line has hung up already: it yields zero bytes.
    channel.onData(() => {
      void one.unplug();
      while (existsSync(node) && performance.now() - from < 5_000);
    });
    await one.device()?.write(bytes(1, 2, 3));
    expect(await code).toBe('device.unplugged');
    expect(performance.now() - from).toBeLessThan(1_000);
  });

  test('a port that is unplugged in a flood of bytes closes at once', async () => {
    for (let i = 0; i < 5; i++) {
      const one = await pty();
      const channel = await opened(one.path);
      const got = gathered(channel);
      const code = ended(channel);
      const flood = setInterval(() => void one.device()?.write(new Uint8Array(50 + 30 * i)), 1);
      await expect.poll(() => got.length, { interval: 2 }).toBeGreaterThan(1_000 + 40 * i);
      const unplugged = performance.now();
      await one.unplug();
      clearInterval(flood);
      expect(await code).toBe('device.unplugged');
      expect(performance.now() - unplugged).toBeLessThan(1_000);
    }
  });

  test('a device that takes no bytes ends the write in time, and unplugging ends one that waits', async () => {
    const one = await pty();
    const channel = await opened(one.path, 3_000_000, 100);
    one.hang(true);
    const big = new Uint8Array(200_000);
    const start = performance.now();
    expect(await channel.write(big)).toMatchObject({ ok: false, error: { code: 'device.timeout' } });
    expect(performance.now() - start).toBeLessThan(4_000);
    const waiting = channel.write(big);
    await one.unplug();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'device.unplugged' } });
  });

  test('a line comes back within 2 s of the return of its port, and works', async () => {
    const one = await pty();
    const line = keepOpen(openSerial(port(one.path)), { clock, timers });
    onTestFinished(() => line.stop());
    await expect.poll(() => line.channel()).not.toBeNull();
    await one.unplug();
    await expect.poll(() => line.channel()).toBeNull();
    await expect.poll(() => line.code()).toBe('device.missing');
    const returned = performance.now();
    await one.plug();
    await expect.poll(() => line.channel(), { timeout: 3_000, interval: 10 }).not.toBeNull();
    expect(performance.now() - returned).toBeLessThan(2_000);
    const got = gathered(one.device() as ByteChannel);
    await line.channel()?.write(bytes(5));
    await expect.poll(() => got).toEqual([5]);
  });
});
