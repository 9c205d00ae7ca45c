import { isSuffix } from './protocol.ts';
import { canBegin, HEADER, OPCODE } from './ssi.ts';

const X = 0x58;

/**
 * SSI packets with the bytes of codes as `X` and checksums that hold again, or fail again. Bytes that are not surely
 * those of a packet become `X` too.
 */
export function createSsiMask(): (chunk: Uint8Array) => Uint8Array {
  /** Where we are in the packet: 0 = before its length. */
  let at = 0;
  let length = 0;
  let opcode = 0;
  let sumIn = 0;
  let sumOut = 0;
  /** The last packet was right, or none came yet: what follows is the next one. */
  let inStep = true;

  function begins(chunk: Uint8Array, i: number): boolean {
    const seen = chunk.subarray(i, i + HEADER);
    return canBegin(seen) && (inStep || seen.length >= 3);
  }

  function mask(byte: number): number {
    if (at < HEADER || opcode !== OPCODE.decodeData) return byte;
    // The symbology stays.
    return at === HEADER || isSuffix(byte) ? byte : X;
  }

  function step(byte: number, chunk: Uint8Array, i: number): number {
    if (at === 0) {
      if (!begins(chunk, i)) {
        inStep = false;
        return X;
      }
      length = byte;
      sumIn = 0;
      sumOut = 0;
    } else if (
      (at === 1 || at === 2) &&
      !canBegin(Uint8Array.of(length, at === 1 ? byte : opcode, at === 1 ? 0 : byte))
    ) {
      at = 0;
      inStep = false;
      return X;
    }
    if (at === 1) opcode = byte;
    if (at < length) {
      const out = mask(byte);
      sumIn += byte;
      sumOut += out;
      at += 1;
      return out;
    }
    const isHigh = at === length;
    // Both bytes of a right checksum make the sum of all a multiple of 65,536.
    sumIn += isHigh ? byte << 8 : byte;
    at += 1;
    if (isHigh) return (-sumOut >> 8) & 0xff;
    inStep = (sumIn & 0xffff) === 0;
    at = 0;
    return (-sumOut & 0xff) ^ (inStep ? 0 : 1);
  }

  return (chunk) => chunk.map((byte, i) => step(byte, chunk, i));
}
