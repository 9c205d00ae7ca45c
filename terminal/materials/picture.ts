import { fail, ok, type Result } from '../../contracts/result.ts';
import { inspectImage } from '../../devices/document-scanner/image/inspect.ts';
import { readSegments } from './jpeg-segments.ts';
import { MAX_PIXELS, MAX_SIDE_PX } from './limits.ts';

export interface Picture {
  bytes: Uint8Array;
  type: 'image/jpeg' | 'image/png';
  widthPx: number;
  heightPx: number;
  /** Dots an inch; null: the picture does not say. */
  dpi: number | null;
}

/** Quality of a picture that has to be encoded anew although it need not become smaller. */
const QUALITY = 92;
/** ISO/IEC 15948, 11.2.2: grey, colour, palette. Those with transparency, 16 bits or interlacing are encoded anew. */
const PLAIN_COLOUR_TYPES = new Set([0, 2, 3]);

/**
 * A picture from outside, made fit for a document: whole from its first marker to its last and nothing behind it,
 * upright, without what a camera wrote about place and person. Its pixels stay as they are wherever a PDF can carry them.
 * `material.badFile`, `material.tooManyPixels`.
 */
export async function takePicture(bytes: Uint8Array): Promise<Result<Picture>> {
  const info = inspectImage(bytes);
  if (!info.ok) return fail('material.badFile', info.error.detail);
  const { type, widthPx, heightPx, dpi, length } = info.value;
  if (Math.max(widthPx, heightPx) > MAX_SIDE_PX || widthPx * heightPx > MAX_PIXELS)
    return fail('material.tooManyPixels', `${widthPx}x${heightPx}`);
  const said = { widthPx, heightPx, dpi: dpi !== null && dpi >= 1 && dpi <= 4_800 ? dpi : null };
  if (type === 'image/png') {
    const png = bytes.subarray(0, length);
    return isPlain(png)
      ? ok({ bytes: png, type, ...said })
      : encode(png, { quality: QUALITY, scale: 1, dpi: said.dpi });
  }
  const { stripped, orientation, components } = readSegments(bytes, length);
  if (orientation === 1 && components !== 4) return ok({ bytes: stripped, type, ...said });
  // The decoder turns it by its EXIF.
  return encode(bytes.subarray(0, length), { quality: QUALITY, scale: 1, dpi: said.dpi });
}

/** IHDR stands first: depth, colour type and interlacing are its bytes 8, 9 and 12; tRNS makes a palette see-through. */
function isPlain(png: Uint8Array): boolean {
  const at = 16;
  const [depth = 0, colour = 0, interlaced = 1] = [png[at + 8], png[at + 9], png[at + 12]];
  return (
    depth <= 8 &&
    PLAIN_COLOUR_TYPES.has(colour) &&
    interlaced === 0 &&
    !Buffer.from(png.buffer, png.byteOffset, png.length).includes('tRNS')
  );
}

/** The picture as a JPEG on white of `scale` times its size. `material.badFile`: it cannot be decoded. */
export async function encode(
  bytes: Uint8Array,
  { quality, scale, dpi }: { quality: number; scale: number; dpi: number | null },
): Promise<Result<Picture>> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).catch(() => null);
  if (image === null || image.width < 1 || image.height < 1) return fail('material.badFile', 'decoding');
  const widthPx = Math.max(1, Math.round(image.width * scale));
  const heightPx = Math.max(1, Math.round(image.height * scale));
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, widthPx, heightPx);
  const jpeg = await canvas.encode('jpeg', quality);
  return ok({
    bytes: jpeg,
    type: 'image/jpeg',
    widthPx,
    heightPx,
    dpi: dpi === null ? null : Math.max(1, Math.round(dpi * scale)),
  });
}
