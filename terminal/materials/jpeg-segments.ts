/** ITU-T T.81, table B.1. */
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;
const SOS = 0xda;
/** JFIF, colour profile and Adobe's colour transform say how the picture is to be drawn; the rest says other things. */
const KEPT = new Set([APP0, APP2, APP14]);
const EXIF = 'Exif\0\0';
/** EXIF 2.32, 4.6.4: orientation, a SHORT. */
const ORIENTATION = 0x0112;
const SHORT = 3;
const MAX_ENTRIES = 500;

export interface JpegSegments {
  /** The same picture without what a camera wrote about place, person and device, and without what follows its end. */
  stripped: Buffer;
  /** EXIF: 1 = as it lies. */
  orientation: number;
  /** 1 grey, 3 colour, 4 CMYK. */
  components: number;
}

/** Of a JPEG that `inspectImage` has found whole, `length` bytes long. */
export function readSegments(bytes: Uint8Array, length: number): JpegSegments {
  const jpeg = Buffer.from(bytes.buffer, bytes.byteOffset, length);
  const parts: Buffer[] = [jpeg.subarray(0, 2)];
  let orientation = 1;
  let components = 3;
  let at = 2;
  while (at + 4 <= length) {
    while (jpeg[at + 1] === 0xff) at += 1;
    const code = jpeg[at + 1] ?? 0;
    if (code === SOS) break;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    const body = jpeg.subarray(at + 4, end);
    if (isFrame(code)) components = body[5] ?? components;
    if (code === APP1) orientation = exifOrientation(body) ?? orientation;
    const isTalk = (code >= APP0 && code <= APP15 && !KEPT.has(code)) || code === COM;
    if (!isTalk) parts.push(jpeg.subarray(at, end));
    at = end;
  }
  parts.push(jpeg.subarray(at));
  return { stripped: Buffer.concat(parts), orientation, components };
}

/** SOF0–SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

function exifOrientation(body: Buffer): number | null {
  if (body.toString('latin1', 0, EXIF.length) !== EXIF) return null;
  const tiff = body.subarray(EXIF.length);
  if (tiff.length < 10) return null;
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const first = u32(4);
  if (first + 2 > tiff.length) return null;
  const entries = Math.min(u16(first), MAX_ENTRIES);
  for (let i = 0; i < entries; i += 1) {
    const at = first + 2 + i * 12;
    if (at + 12 > tiff.length) return null;
    if (u16(at) !== ORIENTATION || u16(at + 2) !== SHORT) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}
