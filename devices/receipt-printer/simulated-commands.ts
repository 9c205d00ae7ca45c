/**
 * The simulator's own reading of ESC/POS, written from the command manuals and sharing nothing with the encoder.
 * Bytes in, commands out; what is no command or no character is told as `unknown`.
 */
export type Command =
  | { type: 'character'; text: string; columns: 1 | 2 }
  | { type: 'lineFeed' }
  | { type: 'feed'; lines: number }
  | { type: 'initialise' }
  | { type: 'chinese'; on: boolean }
  | { type: 'align'; align: 'left' | 'centre' | 'right' }
  | { type: 'bold'; on: boolean }
  | { type: 'size'; width: number; height: number }
  | { type: 'raster'; width: number; height: number; bits: Uint8Array }
  | { type: 'qrModule'; dots: number }
  | { type: 'qrLevel'; level: 'L' | 'M' | 'Q' | 'H' }
  | { type: 'qrStore'; bytes: Uint8Array }
  | { type: 'qrPrint' }
  | { type: 'cut' }
  | { type: 'tellChanges'; on: boolean }
  | { type: 'askInOrder' }
  | { type: 'askIdentity'; what: number }
  /** Understood, and nothing to do in its turn: acted upon when it came in, or a setting without a choice here. */
  | { type: 'nothing' }
  | { type: 'unknown'; hex: string };

/** A command at the head of `bytes` and its length; null while it is not complete. */
export interface Read {
  command: Command;
  length: number;
}

const gb18030 = new TextDecoder('gb18030', { fatal: true });
const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(' ');

const unknown = (bytes: Uint8Array, length: number): Read => ({
  command: { type: 'unknown', hex: hexOf(bytes.subarray(0, length)) },
  length,
});

export function readCommand(bytes: Uint8Array, inChinese: boolean): Read | null {
  const first = bytes[0];
  if (first === undefined) return null;
  if (first === 0x0a) return { command: { type: 'lineFeed' }, length: 1 };
  if (first === 0x10) return readRealtime(bytes);
  if (first === 0x1b) return readEscape(bytes);
  if (first === 0x1c) return readChineseMode(bytes);
  if (first === 0x1d) return readGroup(bytes);
  if (first >= 0x20 && first <= 0x7e)
    return { command: { type: 'character', text: String.fromCharCode(first), columns: 1 }, length: 1 };
  if (first >= 0x81 && first <= 0xfe && inChinese) return readChinese(bytes);
  return unknown(bytes, 1);
}

/** Two bytes of GBK; this printer's font holds nothing of GB18030's four-byte part. */
function readChinese(bytes: Uint8Array): Read | null {
  const second = bytes[1];
  if (second === undefined) return null;
  if (second < 0x40 || second === 0x7f || second === 0xff) return unknown(bytes, 2);
  try {
    return {
      command: { type: 'character', text: gb18030.decode(bytes.subarray(0, 2)), columns: 2 },
      length: 2,
    };
  } catch {
    return unknown(bytes, 2);
  }
}

function readRealtime(bytes: Uint8Array): Read | null {
  if (bytes.length < 3) return null;
  if (bytes[1] === 0x04 || bytes[1] === 0x05) return { command: { type: 'nothing' }, length: 3 };
  if (bytes[1] === 0x14 && bytes[2] === 8)
    return bytes.length < 10 ? null : { command: { type: 'nothing' }, length: 10 };
  return unknown(bytes, 1);
}

function readEscape(bytes: Uint8Array): Read | null {
  const code = bytes[1];
  if (code === undefined) return null;
  if (code === 0x40) return { command: { type: 'initialise' }, length: 2 };
  const n = bytes[2];
  if (n === undefined) return null;
  switch (code) {
    case 0x61: {
      const align = (['left', 'centre', 'right'] as const)[n % 48];
      return align === undefined ? unknown(bytes, 3) : { command: { type: 'align', align }, length: 3 };
    }
    case 0x45:
      return { command: { type: 'bold', on: (n & 1) === 1 }, length: 3 };
    case 0x64:
      return { command: { type: 'feed', lines: n }, length: 3 };
    case 0x52:
      return n === 0 ? { command: { type: 'nothing' }, length: 3 } : unknown(bytes, 3);
    default:
      return unknown(bytes, 2);
  }
}

function readChineseMode(bytes: Uint8Array): Read | null {
  if (bytes.length < 2) return null;
  if (bytes[1] === 0x26) return { command: { type: 'chinese', on: true }, length: 2 };
  if (bytes[1] === 0x2e) return { command: { type: 'chinese', on: false }, length: 2 };
  return unknown(bytes, 2);
}

function readGroup(bytes: Uint8Array): Read | null {
  const [, code, n] = bytes;
  if (code === undefined || n === undefined) return null;
  switch (code) {
    case 0x21: {
      const [width, height] = [(n >> 4) + 1, (n & 0x0f) + 1];
      return width > 8 || height > 8
        ? unknown(bytes, 3)
        : { command: { type: 'size', width, height }, length: 3 };
    }
    case 0x28:
      return readSymbol(bytes);
    case 0x49:
      return { command: { type: 'askIdentity', what: n }, length: 3 };
    case 0x56:
      if (n === 0 || n === 1 || n === 48 || n === 49) return { command: { type: 'cut' }, length: 3 };
      if (n !== 65 && n !== 66) return unknown(bytes, 3);
      return bytes.length < 4 ? null : { command: { type: 'cut' }, length: 4 };
    case 0x61:
      return { command: { type: 'tellChanges', on: n !== 0 }, length: 3 };
    case 0x72:
      return n === 1 || n === 49 ? { command: { type: 'askInOrder' }, length: 3 } : unknown(bytes, 3);
    case 0x76:
      return readRaster(bytes);
    default:
      return unknown(bytes, 2);
  }
}

/** GS v 0 m xL xH yL yH d1…dk, k = x · y. */
function readRaster(bytes: Uint8Array): Read | null {
  if (bytes.length < 8) return null;
  const [, , zero, mode, xl = 0, xh = 0, yl = 0, yh = 0] = bytes;
  const [across, height] = [xl + (xh << 8), yl + (yh << 8)];
  if (zero !== 0x30 || mode !== 0 || across === 0 || height === 0 || height > 4_095) return unknown(bytes, 8);
  const length = 8 + across * height;
  if (bytes.length < length) return null;
  const bits = bytes.slice(8, length);
  return { command: { type: 'raster', width: across * 8, height, bits }, length };
}

/** GS ( k pL pH cn fn …: symbols; cn 49 is QR. */
function readSymbol(bytes: Uint8Array): Read | null {
  if (bytes.length < 5) return null;
  const [, , k, pl = 0, ph = 0] = bytes;
  const length = 5 + pl + (ph << 8);
  if (k !== 0x6b) return unknown(bytes, 3);
  if (bytes.length < length) return null;
  const [cn, fn, a] = bytes.subarray(5, length);
  if (cn !== 49) return unknown(bytes, length);
  if (fn === 65 && a === 50) return { command: { type: 'nothing' }, length };
  if (fn === 67 && a !== undefined && a >= 1 && a <= 16)
    return { command: { type: 'qrModule', dots: a }, length };
  if (fn === 69) {
    const level = (['L', 'M', 'Q', 'H'] as const)[(a ?? 0) - 48];
    if (level !== undefined) return { command: { type: 'qrLevel', level }, length };
  }
  if (fn === 80 && a === 48) return { command: { type: 'qrStore', bytes: bytes.slice(8, length) }, length };
  if (fn === 81 && a === 48) return { command: { type: 'qrPrint' }, length };
  return unknown(bytes, length);
}
