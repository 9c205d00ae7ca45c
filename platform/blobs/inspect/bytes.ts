import type { FileHandle } from 'node:fs/promises';

/** Bytes to look into, at any place. */
export interface Bytes {
  size: number;
  /**
   * Up to `length` bytes from `at`; fewer at the end. Who reads many gives a buffer `into` which they may come, and
   * is done with it before it reads again.
   */
  read(at: number, length: number, into?: Buffer): Promise<Buffer>;
}

export const bytesOfFile = (file: FileHandle, size: number): Bytes => ({
  size,
  async read(at, length, into) {
    const most = Math.max(0, Math.min(length, size - at));
    const buffer = into?.subarray(0, most) ?? Buffer.allocUnsafe(most);
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, at + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  },
});

export const bytesOfBuffer = (buffer: Buffer): Bytes => ({
  size: buffer.length,
  read: async (at, length) => buffer.subarray(at, at + length),
});

/**
 * All bytes, `length` at a time, each part with up to `overlap` bytes of the next. The next is read while this one is
 * looked at; a part is good until the next is asked for.
 */
export async function* partsOf(
  bytes: Bytes,
  length: number,
  overlap = 0,
): AsyncGenerator<{ at: number; part: Buffer }> {
  const room = Math.min(bytes.size, length + overlap);
  const buffers = [Buffer.allocUnsafe(room), Buffer.allocUnsafe(room)];
  const read = (n: number): Promise<Buffer> => {
    const part = bytes.read(n * length, room, buffers[n % 2]);
    // It may fail before anybody waits for it; who then does is told.
    part.catch(() => undefined);
    return part;
  };
  let coming = read(0);
  try {
    for (let n = 0; n * length < bytes.size; n += 1) {
      const part = await coming;
      coming = read(n + 1);
      yield { at: n * length, part };
    }
  } finally {
    // Who stops early closes the file next.
    await coming.catch(() => undefined);
  }
}

const WINDOW_BYTES = 64 * 1024;

/** Reads small pieces one after the other without asking the file each time. */
export function createWindow(bytes: Bytes): {
  /** `length` bytes from `at`; null where the bytes end before. At most 64 KiB. */
  piece(at: number, length: number): Promise<Buffer | null>;
  /** Where the byte `value` next stands, from `at`; null: nowhere. */
  find(value: number, at: number): Promise<number | null>;
} {
  let start = 0;
  let held: Buffer = Buffer.alloc(0);
  const load = async (at: number): Promise<void> => {
    held = await bytes.read(at, WINDOW_BYTES);
    start = at;
  };
  return {
    async piece(at, length) {
      if (at < 0 || at + length > bytes.size) return null;
      if (at < start || at + length > start + held.length) await load(at);
      const found = held.subarray(at - start, at - start + length);
      return found.length === length ? found : null;
    },
    async find(value, from) {
      for (let at = from; at < bytes.size; at = start + held.length) {
        if (at < start || at >= start + held.length) await load(at);
        if (held.length === 0) return null;
        const found = held.indexOf(value, at - start);
        if (found >= 0) return start + found;
      }
      return null;
    },
  };
}
