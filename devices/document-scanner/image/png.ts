import { crc32 } from 'node:zlib';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ImageInfo } from './info.ts';

/** PNG (ISO/IEC 15948) §5.2. */
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const HEADER_BYTES = 13;
const LARGEST = 0x7fff_ffff;
const METRES_PER_INCH = 0.0254;
const PER_METRE = 1;
/** §11.2.2: bit depths that a colour type may have. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

/** Walks the chunks and checks each one's CRC, up to IEND. */
export function inspectPng(bytes: Uint8Array): Result<ImageInfo> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { widthPx: number; heightPx: number } | null = null;
  let dpi: number | null = null;
  let hasData = false;
  let at = SIGNATURE.length;
  for (;;) {
    if (at + 12 > bytes.length) return bad('cut off');
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) return bad('cut off');
    const end = at + 8 + length;
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return bad('CRC');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = new DataView(bytes.buffer, bytes.byteOffset + at + 8, length);
    at = end + 4;
    if (size === null) {
      size = type === 'IHDR' ? headerSize(body) : null;
      if (size === null) return bad('no header');
    } else if (type === 'IHDR') return bad('two headers');
    else if (type === 'pHYs') dpi = physicalDpi(body);
    else if (type === 'IDAT') hasData = true;
    else if (type === 'IEND') break;
  }
  if (!hasData) return bad('no picture in it');
  if (bytes.subarray(at).some((byte) => byte !== 0)) return bad('more than one picture');
  return ok({ type: 'image/png', ...size, dpi, length: at });
}

const bad = (detail: string) => fail('scan.badImage', `PNG: ${detail}`);

function headerSize(body: DataView): { widthPx: number; heightPx: number } | null {
  if (body.byteLength !== HEADER_BYTES) return null;
  const widthPx = body.getUint32(0);
  const heightPx = body.getUint32(4);
  const isKnown = DEPTHS[body.getUint8(9)]?.includes(body.getUint8(8)) ?? false;
  const isSized = widthPx > 0 && heightPx > 0 && widthPx <= LARGEST && heightPx <= LARGEST;
  return isKnown && isSized ? { widthPx, heightPx } : null;
}

function physicalDpi(body: DataView): number | null {
  if (body.byteLength !== 9 || body.getUint8(8) !== PER_METRE) return null;
  const x = body.getUint32(0);
  return x > 0 && x === body.getUint32(4) ? Math.round(x * METRES_PER_INCH) : null;
}
