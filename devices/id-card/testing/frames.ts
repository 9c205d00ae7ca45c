import type { CardFixture } from '../fixtures.ts';

/** A reply as the protocol's tables have it. */
export function replyFrame(sw3: number, data: ArrayLike<number> = []): Uint8Array {
  const length = data.length + 4;
  const body = [length >> 8, length & 0xff, 0, 0, sw3, ...Array.from(data)];
  return Uint8Array.from([0xaa, 0xaa, 0xaa, 0x96, 0x69, ...body, body.reduce((xor, byte) => xor ^ byte, 0)]);
}

/** The 1295 bytes of a card that is read. */
export const readFrame = ({ text, photo }: CardFixture): Uint8Array =>
  replyFrame(0x90, [1, 0, 4, 0, ...text, ...photo]);

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
