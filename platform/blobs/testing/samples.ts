import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that look like nothing and are always the same for a seed (xorshift32). */
export function noise(length: number, seed = 1): Buffer {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = seed | 0 || 1;
  for (let i = 0; i < words.length; i += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return Buffer.from(words.buffer, 0, length);
}

const PDF_HEAD = '%PDF-1.7\n1 0 obj\n<< /Length 1 >>\nstream\n';
const PDF_FOOT = '\nendstream\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n';
/** As much of a PDF as the hub looks at, of exactly `length` bytes (at least 200). */
export const samplePdf = (length = 2_000, seed = 1): Buffer =>
  Buffer.concat([
    Buffer.from(PDF_HEAD),
    noise(length - PDF_HEAD.length - PDF_FOOT.length, seed),
    Buffer.from(PDF_FOOT),
  ]);

const chunk = (type: string, data: Buffer): Buffer => {
  const framed = Buffer.alloc(data.length + 12);
  framed.writeUInt32BE(data.length, 0);
  framed.write(type, 4, 'latin1');
  data.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
  return framed;
};
/** A white PNG; its header may declare another size than its data has. */
export function samplePng(width = 8, height = 8, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0], 8);
  const line = Buffer.alloc(1 + Math.ceil(Math.min(width, 65_536) / 8), 0xff).fill(0, 0, 1);
  const data = deflateSync(Buffer.concat(Array.from({ length: Math.min(rows, 1_000) }, () => line)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
