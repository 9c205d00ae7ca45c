import { createHash } from 'node:crypto';
import { loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { film, wishOf } from '../../make-document-photos.ts';
import { DESKS } from './desk.ts';
import { KINDS } from './draw.ts';
import { photograph, toJpeg } from './photograph.ts';
import { scanOf } from './scan.ts';

const hash = (bytes: Uint8Array | Uint8ClampedArray) => createHash('sha256').update(bytes).digest('hex');
const SMALL = { seed: 7, width: 240, height: 180 } as const;

describe('photographs of documents', () => {
  it('are the same for the same seed, and others for another', () => {
    const [a, b, c] = [photograph(SMALL), photograph(SMALL), photograph({ ...SMALL, seed: 8 })];
    expect(hash(a.rgba)).toBe(hash(b.rgba));
    expect(a.corners).toEqual(b.corners);
    expect(hash(a.rgba)).not.toBe(hash(c.rgba));
  });

  it('show every document on every desk, in both orientations', () => {
    const wishes = Array.from({ length: 60 }, (_, i) => wishOf(i, 1, 640));
    const pairs = new Set(wishes.map((w) => `${w.kind} ${w.desk}`));
    expect(pairs.size).toBe(KINDS.length * DESKS.length);
    expect(new Set(wishes.map((w) => w.width > w.height)).size).toBe(2);
    expect(new Set(wishes.map((w) => w.seed)).size).toBe(60);
  });

  it('have the page where its corners say: paper inside of them, the desk outside', () => {
    for (const kind of KINDS) {
      const { rgba, corners, width } = photograph({ seed: 3, width: 400, height: 300, kind, desk: 'dark' });
      if (corners === null) throw new Error('no page');
      const middle = {
        x: corners.reduce((s, p) => s + p.x, 0) / 4,
        y: corners.reduce((s, p) => s + p.y, 0) / 4,
      };
      // An ID card's corners are round: a point well within its corner, and one beyond it.
      for (const { x, y } of corners) {
        const light = (share: number) => {
          const at =
            Math.floor(middle.y + (y - middle.y) * share) * width +
            Math.floor(middle.x + (x - middle.x) * share);
          return rgba[at * 4 + 1] ?? 0;
        };
        expect(light(0.9), kind).toBeGreaterThan(110);
        expect(light(1.06), kind).toBeLessThan(95);
      }
    }
  });

  it('make a film of JPEG pictures, which a decoder opens', async () => {
    const jpeg = toJpeg(photograph(SMALL));
    const pictures = film([jpeg, jpeg]);
    expect(pictures.readUInt16BE(0)).toBe(0xffd8);
    expect(pictures.readUInt16BE(jpeg.length)).toBe(0xffd8);
    const image = await loadImage(jpeg);
    expect([image.width, image.height]).toEqual([SMALL.width, SMALL.height]);
  });
});

describe('scans of documents', () => {
  it('state their resolution and show the whole bed', async () => {
    const scan = scanOf({ kind: 'lease', seed: 1, dpi: 75, degrees: 2, lid: 'grey' });
    expect([scan.readUInt8(13), scan.readUInt16BE(14), scan.readUInt16BE(16)]).toEqual([1, 75, 75]);
    const image = await loadImage(scan);
    expect([image.width, image.height]).toEqual([673, 921]);
  });
});
