import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDpi, withDpi } from './dpi.ts';

/** SOI and APP0 of JFIF 1.02 with a unit and two densities, then the start of the next segment. */
const jfif = (unit: number, density: number) =>
  Uint8Array.of(
    ...[0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x02, unit],
    ...[density >> 8, density & 0xff, density >> 8, density & 0xff, 0x00, 0x00, 0xff, 0xdb],
  );

/** Signature, IHDR of 1 × 1, and pHYs. */
const png = (perMetre: number, unit: number) => {
  const out = new DataView(new ArrayBuffer(8 + 25 + 21));
  for (const [i, b] of [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].entries()) out.setUint8(i, b);
  out.setUint32(8, 13);
  out.setUint32(12, 0x49484452);
  out.setUint32(33, 9);
  out.setUint32(37, 0x70485973);
  out.setUint32(41, perMetre);
  out.setUint32(45, perMetre);
  out.setUint8(49, unit);
  return new Uint8Array(out.buffer);
};

describe('the resolution that a file states', () => {
  it('of a JPEG in inches and centimetres', () => {
    expect(readDpi(jfif(1, 300))).toBe(300);
    expect(readDpi(jfif(2, 118))).toBe(300);
    expect(readDpi(jfif(0, 1))).toBeNull();
  });

  it('of a PNG in metres', () => {
    expect(readDpi(png(11_811, 1))).toBe(300);
    expect(readDpi(png(11_811, 0))).toBeNull();
  });

  it('of anything else is unknown', () => {
    expect(readDpi(new Uint8Array())).toBeNull();
    expect(readDpi(new TextEncoder().encode('%PDF-1.7 and some more words'))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, like) => {
        const all = like ? Uint8Array.of(...png(11_811, 1).slice(0, 33), ...bytes) : bytes;
        const dpi = readDpi(all);
        if (dpi !== null) expect(dpi).toBeGreaterThan(0);
      }),
    );
  });

  it('is written into a JPEG, which stays the same picture', () => {
    const canvas = createCanvas(8, 8);
    const jpeg = new Uint8Array(canvas.toBuffer('image/jpeg'));
    const stated = withDpi(jpeg, 200);
    expect(readDpi(stated)).toBe(200);
    expect(stated.slice(18)).toEqual(jpeg.slice(18));
    expect(readDpi(jpeg)).not.toBe(200);
  });

  it('is not written into what is no JFIF', () => {
    const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, ...new Uint8Array(30));
    expect(withDpi(bytes, 200)).toEqual(bytes);
  });
});
