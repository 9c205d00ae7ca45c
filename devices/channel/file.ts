import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DevicePort } from '../../contracts/devices.ts';
import { fail, ok } from '../../contracts/result.ts';
import { createCore, messageOf } from './core.ts';
import type { ByteChannel, OpenChannel } from './types.ts';
import { usbBehind } from './usb-sysfs.ts';

/** Node cannot wait for a character device to have bytes, so it is asked: often while an answer may come. */
const LIMITS = { stallMs: 5_000, retryMs: 5, askMs: 10, answerMs: 2_000, idleMs: 250 };
const SLICE_BYTES = 4_096;
const READ_BYTES = 4_096;
const FLAGS = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;
/** The kernel's way to say that this device gives no bytes at all: a printer without a way back. */
const CANNOT_READ = new Set(['EINVAL', 'EBADF', 'EOPNOTSUPP']);
/** The buffer is full or empty; a printer without paper. */
const NOT_NOW = new Set(['EAGAIN', 'ENOSPC']);

type FileDeclaration = Extract<DevicePort, { type: 'file' }>;
type Limits = typeof LIMITS;

/**
 * Opens a character device such as `/dev/usb/lp0`. A write ends with `device.timeout` when the device takes nothing
 * for `stallMs`: a printer without paper does that. Never opens an ordinary file.
 */
export const openFile =
  (declared: FileDeclaration, limits = LIMITS): OpenChannel =>
  async () => {
    const { path } = declared;
    let handle: FileHandle | null = null;
    try {
      if (!(await stat(path)).isCharacterDevice()) return fail('device.missing', 'not a device');
      handle = await open(path, FLAGS);
      const usb = await usbBehind(`/sys/class/usbmisc/${basename(await realpath(path))}/device`);
      return ok(await channelOf(handle, path, usb.vendorId === null ? null : usb, limits));
    } catch (error) {
      await handle?.close();
      const isBusy = ['EACCES', 'EPERM', 'EBUSY'].includes(errnoOf(error));
      return fail(isBusy ? 'device.portBusy' : 'device.missing', messageOf(error));
    }
  };

async function channelOf(
  handle: FileHandle,
  path: string,
  usb: ByteChannel['usb'],
  limits: Limits,
): Promise<ByteChannel> {
  const core = createCore();
  const opened = await handle.stat();
  let writtenAt = Number.NEGATIVE_INFINITY;
  let canRead = true;
  let wake = () => {};

  /** Unplugging takes the node away; another device may get its name. */
  async function isThere(): Promise<boolean> {
    const now = await stat(path).catch(() => null);
    return now?.rdev === opened.rdev && now.ino === opened.ino;
  }

  /** Bytes that moved; 0 = none just now. An end of the device ends the channel. */
  async function attempt(run: () => Promise<number>): Promise<number> {
    try {
      return await run();
    } catch (error) {
      if (!NOT_NOW.has(errnoOf(error))) core.end('device.unplugged');
      return 0;
    }
  }

  async function read(): Promise<number> {
    const buffer = new Uint8Array(READ_BYTES);
    try {
      const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, null);
      core.data(buffer.slice(0, bytesRead));
      return bytesRead;
    } catch (error) {
      if (!CANNOT_READ.has(errnoOf(error))) throw error;
      canRead = false;
      return 0;
    }
  }

  const nap = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function watch(): Promise<void> {
    while (!core.ended()) {
      if (!(await isThere())) core.end('device.unplugged');
      else if (canRead && !core.ended()) await attempt(read);
      const expects = canRead && performance.now() - writtenAt < limits.answerMs;
      if (!core.ended()) await nap(expects ? limits.askMs : limits.idleMs);
    }
    await handle.close();
  }

  core.onClose(() => wake());
  const watching = watch();

  return {
    port: path,
    usb,
    async write(bytes) {
      let progressAt = performance.now();
      for (let sent = 0; sent < bytes.length; ) {
        if (core.ended()) return core.gone();
        const slice = bytes.subarray(sent, sent + SLICE_BYTES);
        const moved = await attempt(async () => (await handle.write(slice)).bytesWritten);
        sent += moved;
        if (moved > 0) progressAt = performance.now();
        else if (performance.now() - progressAt > limits.stallMs) {
          return fail('device.timeout', `${sent} of ${bytes.length} bytes`);
        } else await sleep(limits.retryMs);
      }
      writtenAt = performance.now();
      wake();
      return core.ended() ? core.gone() : ok(null);
    },
    onData: core.onData,
    onClose: core.onClose,
    async close() {
      core.end(null);
      await watching;
    },
  };
}

const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
