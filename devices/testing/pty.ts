import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '../../contracts/result.ts';
import { createCore, type Written } from '../channel/core.ts';
import type { ByteChannel } from '../channel/types.ts';

const PLUG_TIMEOUT_MS = 5_000;
const LOOK_MS = 5;
const TICK_MS = 1;
/** One start bit, eight data bits, one stop bit (8N1). */
const BITS_PER_BYTE = 10;

let socat: boolean | undefined;
/** Whether PTYs can be had; says once when not. For `describe.skipIf(!hasSocat())`. */
export function hasSocat(): boolean {
  if (socat === undefined) {
    socat = process.platform !== 'win32' && spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0;
    if (!socat) process.stderr.write('No socat here: what needs a real serial port (PTY) is skipped.\n');
  }
  return socat;
}

export interface PtyOptions {
  /** Where the driver finds the port, such as `/tmp/x/ttyCARD`. It stays the same over unplug and plug. */
  path: string;
  /** The device's bytes come as on a wire of this speed: 115200 baud 8N1 is 86.8 µs a byte. Absent: at once. */
  pacedBaud?: number;
}

/** A serial port without hardware: the driver opens `path`, the simulator speaks over `device()`; closing that unplugs. */
export interface Pty {
  readonly path: string;
  /** The device's end; null while unplugged. A new one after each `plug`. */
  device(): ByteChannel | null;
  /** The port vanishes as a USB adapter does: `path` is gone, an open channel breaks. */
  unplug(): Promise<void>;
  plug(): Promise<ByteChannel>;
  /** The port is there, but neither takes nor gives bytes, until `hang(false)`. */
  hang(on: boolean): void;
  stop(): Promise<void>;
}

/** Plugged when it resolves. Throws where socat is missing: ask `hasSocat` first. */
export async function openPty(options: PtyOptions): Promise<Pty> {
  let plugged: { child: ChildProcessWithoutNullStreams; device: ByteChannel } | null = null;

  async function plug(): Promise<ByteChannel> {
    if (plugged !== null) return plugged.device;
    removeLink(options.path);
    const child = spawn('socat', [`PTY,raw,echo=0,link=${options.path}`, 'STDIO']);
    await linked(child, options.path);
    const device = endOf(child, options);
    plugged = { child, device };
    device.onClose(() => {
      plugged = null;
      removeLink(options.path);
    });
    return device;
  }

  async function unplug(): Promise<void> {
    if (plugged === null) return;
    const { child, device } = plugged;
    await device.close();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  await plug();
  return {
    path: options.path,
    device: () => plugged?.device ?? null,
    plug,
    unplug,
    hang: (on) => plugged?.child.kill(on ? 'SIGSTOP' : 'SIGCONT'),
    stop: unplug,
  };
}

/** Also one that a killed process has left; never anything but a link. */
function removeLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(path);
}

async function linked(child: ChildProcessWithoutNullStreams, path: string): Promise<void> {
  let failed: Error | null = null;
  child.once('error', (error) => {
    failed = error;
  });
  const until = performance.now() + PLUG_TIMEOUT_MS;
  while (!existsSync(path)) {
    if (failed !== null) throw failed;
    if (child.exitCode !== null || performance.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`socat made no port at ${path}`);
    }
    await sleep(LOOK_MS);
  }
}

function endOf(child: ChildProcessWithoutNullStreams, options: PtyOptions): ByteChannel {
  const core = createCore();
  child.stdin.on('error', () => {});
  child.stderr.resume();
  child.stdout.on('data', (chunk: Buffer) => core.data(Uint8Array.from(chunk)));
  child.once('exit', () => core.end('device.unplugged'));
  async function push(bytes: Uint8Array): Promise<Written> {
    if (core.ended()) return core.gone();
    await new Promise<void>((resolve) => child.stdin.write(bytes, () => resolve()));
    return core.ended() ? core.gone() : ok(null);
  }
  return {
    port: options.path,
    usb: null,
    write: options.pacedBaud === undefined ? push : paced(push, options.pacedBaud),
    onData: core.onData,
    onClose: core.onClose,
    async close() {
      core.end(null);
      child.kill('SIGKILL');
    },
  };
}

/** Lets each byte through when its last bit would have left a wire of this speed, in bursts of about a millisecond. */
function paced(
  push: (bytes: Uint8Array) => Promise<Written>,
  baud: number,
): (bytes: Uint8Array) => Promise<Written> {
  const byteMs = (BITS_PER_BYTE * 1_000) / baud;
  return async (bytes) => {
    const start = performance.now();
    let sent = 0;
    while (sent < bytes.length) {
      await sleep(TICK_MS);
      const due = Math.min(bytes.length, Math.floor((performance.now() - start) / byteMs));
      if (due === sent) continue;
      const written = await push(bytes.subarray(sent, due));
      if (!written.ok) return written;
      sent = due;
    }
    return ok(null);
  };
}
