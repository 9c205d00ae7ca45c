/**
 * Frames of a resident ID card reader (居民身份证阅读机具, SAM-V / SDT, GA 450 family): 115200 baud 8N1.
 *
 * request  AA AA AA 96 69 | LEN hi lo | CMD PARA     | data | XOR
 * reply    AA AA AA 96 69 | LEN hi lo | SW1 SW2 SW3  | data | XOR
 *
 * LEN counts everything after itself, XOR included; XOR covers LEN through the last data byte.
 */
export const PREAMBLE = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69);
const HEADER_BYTES = PREAMBLE.length + 2;
/** SW1 SW2 SW3 XOR. */
export const SHORTEST_LEN = 4;
/** Text, photo and fingerprints: nothing longer is known. */
export const LONGEST_LEN = 0x090a;

const CODES = {
  status: [0x11, 0xff],
  resetSam: [0x10, 0xff],
  samId: [0x12, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  read: [0x30, 0x01],
  readWithFingerprint: [0x30, 0x10],
  /** 最新住址 (追加信息) */
  newestAddress: [0x30, 0x03],
} as const satisfies Record<string, readonly [cmd: number, para: number]>;
export type Command = keyof typeof CODES;

/** `sw1` and `sw2` are the card's own status word, `sw3` is the reader's (`sw3.ts`). */
export interface Reply {
  sw1: number;
  sw2: number;
  sw3: number;
  data: Uint8Array;
}

export type Frame =
  | { type: 'reply'; reply: Reply }
  /** Bytes that fit no frame: noise, a LEN beyond the cap, a wrong XOR. Zeros between frames are padding (HID). */
  | { type: 'damage'; what: 'noise' | 'length' | 'checksum' };

export function encodeRequest(command: Command): Uint8Array {
  const [cmd, para] = CODES[command];
  const body = [0x00, 0x03, cmd, para];
  return Uint8Array.from([...PREAMBLE, ...body, body.reduce((xor, byte) => xor ^ byte, 0)]);
}

/**
 * Finds frames in a stream that loses, doubles and invents bytes. After damage it goes on at the next preamble,
 * also at one within the damaged frame. Keeps at most one frame and one chunk.
 */
export interface FrameParser {
  push(chunk: Uint8Array): Frame[];
  /** Forgets a frame that has begun. */
  reset(): void;
}

export function createFrameParser(): FrameParser {
  let kept = new Uint8Array(0);
  /** The present run of damage was told already. */
  let told = false;

  return {
    push(chunk) {
      const bytes = new Uint8Array(kept.length + chunk.length);
      bytes.set(kept);
      bytes.set(chunk, kept.length);
      const frames: Frame[] = [];
      let at = 0;
      function skip(to: number, what: 'noise' | 'length' | 'checksum'): void {
        const isPadding = what === 'noise' && bytes.subarray(at, to).every((byte) => byte === 0);
        at = to;
        if (isPadding) return;
        if (!told || what !== 'noise') frames.push({ type: 'damage', what });
        told = true;
      }
      while (at < bytes.length) {
        const start = findPreamble(bytes, at);
        if (start > at) skip(start, 'noise');
        if (bytes.length - at < HEADER_BYTES) break;
        const len = lengthAt(bytes, at);
        const end = at + HEADER_BYTES + len;
        if (len < SHORTEST_LEN || len > LONGEST_LEN) skip(at + 1, 'length');
        else if (bytes.length < end) break;
        else if (xorOf(bytes.subarray(at + PREAMBLE.length, end)) !== 0) skip(at + 1, 'checksum');
        else {
          frames.push({ type: 'reply', reply: replyOf(bytes.slice(at + HEADER_BYTES, end - 1)) });
          at = end;
          told = false;
        }
      }
      kept = bytes.slice(at);
      return frames;
    },
    reset() {
      kept = new Uint8Array(0);
      told = false;
    },
  };
}

function replyOf(body: Uint8Array): Reply {
  const [sw1 = 0, sw2 = 0, sw3 = 0] = body;
  return { sw1, sw2, sw3, data: body.subarray(3) };
}

const lengthAt = (bytes: Uint8Array, frame: number): number =>
  ((bytes[frame + PREAMBLE.length] ?? 0) << 8) | (bytes[frame + PREAMBLE.length + 1] ?? 0);

function xorOf(bytes: Uint8Array): number {
  let xor = 0;
  for (const byte of bytes) xor ^= byte;
  return xor;
}

/** Where the next preamble begins, or may begin when the bytes end within it; the end when there is none. */
function findPreamble(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xaa, from); at !== -1; at = bytes.indexOf(0xaa, at + 1)) {
    if (PREAMBLE.every((byte, n) => at + n >= bytes.length || bytes[at + n] === byte)) return at;
  }
  return bytes.length;
}
