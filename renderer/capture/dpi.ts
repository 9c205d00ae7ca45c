/** The resolution that a JPEG (JFIF, ITU-T T.871) or PNG (pHYs, ISO/IEC 15948 11.3.4.3) states of itself. */

const INCH_CM = 2.54;
const INCH_M = 0.0254;
const MARKER = { start: 0xffd8, app0: 0xffe0 } as const;
const JFIF = [0x4a, 0x46, 0x49, 0x46, 0x00] as const;
const PNG = [0x89, 0x50, 0x4e, 0x47] as const;
/** Chunks of a PNG looked at before its pixels. */
const MOST_CHUNKS = 30;

/** Dots per inch, or null when the file says nothing of it, is neither JPEG nor PNG, or is broken. */
export function readDpi(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dpi = isJfif(view) ? jfifDpi(view) : PNG.every((b, i) => bytes[i] === b) ? pngDpi(view) : null;
  return dpi !== null && dpi >= 30 && dpi <= 4_800 ? Math.round(dpi) : null;
}

/** The same JPEG that states `dpi`; unchanged when it has no JFIF header. */
export function withDpi(jpeg: Uint8Array<ArrayBuffer>, dpi: number): Uint8Array<ArrayBuffer> {
  const out = jpeg.slice();
  const view = new DataView(out.buffer);
  if (!isJfif(view)) return out;
  view.setUint8(13, 1);
  view.setUint16(14, Math.round(dpi));
  view.setUint16(16, Math.round(dpi));
  return out;
}

/** SOI, then APP0 with its length (2), `JFIF\0`, version (2), unit (1), two densities (2 each), thumbnail size (2). */
const isJfif = (view: DataView): boolean =>
  view.byteLength >= 20 &&
  view.getUint16(0) === MARKER.start &&
  view.getUint16(2) === MARKER.app0 &&
  JFIF.every((b, i) => view.getUint8(6 + i) === b);

function jfifDpi(view: DataView): number | null {
  const unit = view.getUint8(13);
  const density = view.getUint16(14);
  if (unit === 1) return density;
  return unit === 2 ? density * INCH_CM : null;
}

function pngDpi(view: DataView): number | null {
  let at = 8;
  for (let chunk = 0; chunk < MOST_CHUNKS && at + 12 <= view.byteLength; chunk += 1) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    // pHYs: two densities and a unit, 1 = metre.
    if (type === 0x70485973 && length === 9 && at + 17 <= view.byteLength)
      return view.getUint8(at + 16) === 1 ? view.getUint32(at + 8) * INCH_M : null;
    // IDAT: the pixels begin.
    if (type === 0x49444154) return null;
    at += length + 12;
  }
  return null;
}
