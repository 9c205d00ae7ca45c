import type { Timers } from '../../contracts/clock.ts';
import { fail, ok } from '../../contracts/result.ts';
import { type ChannelCore, createCore, type Written } from '../channel/core.ts';
import type { ByteChannel, ChannelCode, OpenChannel } from '../channel/types.ts';

/** What one direction does to the bytes. Offsets count from the channel's opening. */
export interface Wire {
  /** Longest chunk that is delivered; 1 = byte by byte. Absent: as written. */
  split?: number;
  /** Chunks wait this long and come out as one; needs `timers`. */
  mergeMs?: number;
  /** Time on the way, ms; needs `timers`. */
  delayMs?: number;
  /** What comes out for a byte: another one, none, or several. */
  garble?: (byte: number, offset: number) => number | readonly number[];
  /** The device is unplugged when this many bytes have passed. */
  cutAfter?: number;
  /** Asked at each write; a code makes it fail, and no byte passes. */
  refuse?: () => ChannelCode | null;
}

export interface MemoryOptions {
  port?: string;
  usb?: ByteChannel['usb'];
  /** Without timers everything is delivered in a microtask. */
  timers?: Timers;
  toDriver?: Wire;
  toDevice?: Wire;
  /** HID: the device's side of feature reports. */
  feature?: NonNullable<ByteChannel['feature']>;
}

export interface MemoryPair {
  /** What the driver is given. */
  driver: ByteChannel;
  /** What a simulator is given, or a test that plays the device. */
  device: ByteChannel;
  /** Both ends close; what is on the way is lost. */
  unplug(code?: ChannelCode): void;
}

/** Two ends of one wire in memory, for driver tests on virtual time. */
export function memoryPair(options: MemoryOptions = {}): MemoryPair {
  const driver = createCore();
  const device = createCore();
  function unplug(code: ChannelCode = 'device.unplugged'): void {
    driver.end(code);
    device.end(code);
  }
  function end(own: ChannelCore, other: ChannelCore, wire: Wire): ByteChannel {
    const write = createWire(own, other, wire, options.timers, unplug);
    return {
      port: options.port ?? 'memory',
      usb: options.usb ?? null,
      write,
      onData: own.onData,
      onClose: own.onClose,
      async close() {
        own.end(null);
        other.end('device.unplugged');
      },
    };
  }
  const driverEnd = end(driver, device, options.toDevice ?? {});
  return {
    driver: options.feature === undefined ? driverEnd : { ...driverEnd, feature: options.feature },
    device: end(device, driver, options.toDriver ?? {}),
    unplug,
  };
}

export interface MemoryPort {
  open: OpenChannel;
  /** Called at each opening with the device's end: attach the simulator to it. */
  onOpen(listener: (device: ByteChannel) => void): () => void;
  /** The device's end of the open channel; null while nobody has it open. */
  device(): ByteChannel | null;
  /** Opening now fails with `code`; an open channel ends with `device.unplugged`. */
  unplug(code?: ChannelCode): void;
  plug(): void;
  /** How often `open` was called. */
  tries(): number;
}

/** A port in memory that `keepOpen` can open again and again; plugged at first. */
export function memoryPort(options: MemoryOptions | (() => MemoryOptions) = {}): MemoryPort {
  const listeners = new Set<(device: ByteChannel) => void>();
  let pair: MemoryPair | null = null;
  let refused: ChannelCode | null = null;
  let tries = 0;
  return {
    async open() {
      tries++;
      if (refused !== null) return fail(refused);
      if (pair !== null) return fail('device.portBusy');
      const opened = memoryPair(typeof options === 'function' ? options() : options);
      pair = opened;
      opened.driver.onClose(() => {
        pair = null;
      });
      for (const listener of listeners) listener(opened.device);
      return ok(opened.driver);
    },
    onOpen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    device: () => pair?.device ?? null,
    unplug(code = 'device.missing') {
      refused = code;
      pair?.unplug();
    },
    plug() {
      refused = null;
    },
    tries: () => tries,
  };
}

function createWire(
  from: ChannelCore,
  to: ChannelCore,
  wire: Wire,
  timers: Timers | undefined,
  unplug: () => void,
): (bytes: Uint8Array) => Promise<Written> {
  const delayMs = (wire.delayMs ?? 0) + (wire.mergeMs ?? 0);
  let offset = 0;
  let merging: { bytes: number[]; left: Promise<void> } | null = null;

  /** What comes out for a write, and whether the wire is cut in it. */
  function pass(bytes: Uint8Array): { out: number[]; cut: boolean } {
    const out: number[] = [];
    for (const byte of bytes) {
      if (offset === wire.cutAfter) return { out, cut: true };
      const become = wire.garble?.(byte, offset) ?? byte;
      if (typeof become === 'number') out.push(become);
      else out.push(...become);
      offset++;
    }
    return { out, cut: offset === wire.cutAfter };
  }

  function deliver(bytes: Uint8Array): void {
    const size = wire.split ?? Math.max(1, bytes.length);
    for (let at = 0; at < bytes.length && !to.ended(); at += size) to.data(bytes.slice(at, at + size));
  }

  function send(bytes: number[]): Promise<void> {
    if (merging !== null) {
      merging.bytes.push(...bytes);
      return merging.left;
    }
    const left = wait(delayMs, timers, from).then(() => {
      merging = null;
      deliver(Uint8Array.from(bytes));
    });
    if (wire.mergeMs !== undefined) merging = { bytes, left };
    return left;
  }

  return async (bytes) => {
    if (from.ended()) return from.gone();
    const refused = wire.refuse?.() ?? null;
    if (refused !== null) return fail(refused);
    const { out, cut } = pass(bytes);
    await send(out);
    if (cut) unplug();
    return from.ended() ? from.gone() : ok(null);
  };
}

/** Ends early when the channel does. */
async function wait(ms: number, timers: Timers | undefined, channel: ChannelCore): Promise<void> {
  if (ms === 0) return;
  if (timers === undefined) throw new Error('a memory channel that takes time needs timers');
  await new Promise<void>((resolve) => {
    const stopWatching = channel.onClose(() => {
      cancel();
      resolve();
    });
    const cancel = timers.after(ms, () => {
      stopWatching();
      resolve();
    });
  });
}
