import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { hasSocat, openPty, type Pty } from '../testing/pty.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { openFile } from './file.ts';
import type { ByteChannel, ChannelCode } from './types.ts';

const folder = tempFolder();
const LIMITS = { stallMs: 300, retryMs: 5, askMs: 10, answerMs: 500, idleMs: 100 };
const bytes = (...values: number[]) => Uint8Array.from(values);

let made = 0;
const ptys: Pty[] = [];
async function pty(): Promise<Pty> {
  const one = await openPty({ path: join(folder, `lp${made++}`) });
  ptys.push(one);
  return one;
}
afterEach(async () => {
  await Promise.all(ptys.splice(0).map((one) => one.stop()));
});
async function opened(path: string): Promise<ByteChannel> {
  const result = await openFile({ type: 'file', path }, LIMITS)();
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail}`);
  onTestFinished(() => result.value.close());
  return result.value;
}
const ended = (channel: ByteChannel): Promise<ChannelCode | null> =>
  new Promise((resolve) => channel.onClose(resolve));

test('a missing node, and an ordinary file, are never opened', async () => {
  const ordinary = join(folder, 'note.txt');
  writeFileSync(ordinary, 'keep me');
  for (const path of [join(folder, 'lp-none'), ordinary, folder]) {
    expect(await openFile({ type: 'file', path })()).toMatchObject({
      ok: false,
      error: { code: 'device.missing' },
    });
  }
});

/** A PTY stands in for `/dev/usb/lp0`: a character device of the kernel, though not the printer's driver. */
describe.skipIf(!hasSocat())('a character device (a real PTY)', () => {
  test('takes bytes, and its answer is there within moments', async () => {
    const one = await pty();
    const channel = await opened(one.path);
    one.device()?.onData((chunk) => {
      if (chunk.at(-1) === 0x04) void one.device()?.write(bytes(0x16));
    });
    const answered = new Promise<number>((resolve) => channel.onData((chunk) => resolve(chunk[0] ?? -1)));
    expect(await channel.write(bytes(0x10, 0x04))).toEqual({ ok: true, value: null });
    expect(await answered).toBe(0x16);
    expect(channel.usb).toBeNull();
  });

  test('what comes by itself is seen too', async () => {
    const one = await pty();
    const channel = await opened(one.path);
    const got: number[] = [];
    channel.onData((chunk) => got.push(...chunk));
    await one.device()?.write(bytes(0x14));
    await expect.poll(() => got).toEqual([0x14]);
  });

  test('a device that takes nothing ends the write in time, and takes a long one whole when it goes on', async () => {
    const one = await pty();
    const channel = await opened(one.path);
    let got = 0;
    one.device()?.onData((chunk) => {
      got += chunk.length;
    });
    one.hang(true);
    expect(await channel.write(new Uint8Array(200_000))).toMatchObject({
      ok: false,
      error: { code: 'device.timeout' },
    });
    one.hang(false);
    const before = got;
    expect(await channel.write(new Uint8Array(200_000))).toEqual({ ok: true, value: null });
    await expect.poll(() => got - before).toBeGreaterThanOrEqual(200_000);
  });

  test('unplugging closes it, and ends a write that waits', async () => {
    const one = await pty();
    const channel = await opened(one.path);
    const code = ended(channel);
    one.hang(true);
    const waiting = channel.write(new Uint8Array(200_000));
    await one.unplug();
    expect(await code).toBe('device.unplugged');
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'device.unplugged' } });
  });

  test('closing twice is one closing', async () => {
    const one = await pty();
    const channel = await opened(one.path);
    const code = ended(channel);
    await channel.close();
    await channel.close();
    expect(await code).toBeNull();
    expect(await channel.write(bytes(1))).toMatchObject({ ok: false });
  });
});
