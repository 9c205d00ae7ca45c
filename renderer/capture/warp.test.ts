import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Quad, wholeQuad } from './geometry.ts';
import { homography, mapPoint } from './homography.ts';
import { createPicture, type Picture } from './picture.ts';
import { addTurns, type Turns, turnQuad } from './rotate.ts';
import { warp } from './warp.ts';

/** Stripes and rings with no detail finer than some pixels, as three colours at a place of the unit square. */
const pattern = (u: number, v: number): [number, number, number] => [
  128 + 100 * Math.sin(14 * u) * Math.cos(9 * v),
  128 + 90 * Math.cos(20 * Math.hypot(u - 0.4, v - 0.6)),
  60 + 150 * u * v,
];

/** The pattern as a camera would see it on a page at `quad`, on grey. */
function project(quad: Quad, width: number, height: number): Picture {
  const picture = createPicture(width, height);
  const map = homography(quad, wholeQuad(1, 1));
  if (map === null) throw new Error('no map');
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const { x: u, y: v } = mapPoint(map, { x: x + 0.5, y: y + 0.5 });
      const on = u > -0.05 && v > -0.05 && u < 1.05 && v < 1.05;
      picture.data.set([...(on ? pattern(u, v) : [90, 90, 90]), 255], (y * width + x) * 4);
    }
  return picture;
}

/** Peak signal-to-noise ratio of a flat page against the pattern itself, dB. */
function quality(page: Picture): number {
  let squares = 0;
  for (let y = 0; y < page.height; y += 1)
    for (let x = 0; x < page.width; x += 1)
      for (const [c, value] of pattern((x + 0.5) / page.width, (y + 0.5) / page.height).entries())
        squares += (value - (page.data[(y * page.width + x) * 4 + c] ?? 0)) ** 2;
  return 10 * Math.log10(255 ** 2 / (squares / (page.width * page.height * 3)));
}

const TILTED: Quad = [
  { x: 92.3, y: 60.7 },
  { x: 412.8, y: 95.1 },
  { x: 466.4, y: 371.9 },
  { x: 40.2, y: 330.5 },
];

const flat = (picture: Picture, quad: Quad, width: number, height: number): Picture => {
  const page = warp(picture, quad, width, height);
  if (page === null) throw new Error('no page');
  return page;
};

describe('warp', () => {
  it('restores a page that was projected', () => {
    expect(quality(flat(project(TILTED, 500, 400), TILTED, 360, 280))).toBeGreaterThan(38);
  });

  it('restores it from any corner', () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(corner, corner, corner, corner, ([a, b], [c, d], [e, f], [g, h]) => {
        const quad: Quad = [
          { x: 20 + a, y: 20 + b },
          { x: 300 - c, y: 20 + d },
          { x: 300 - e, y: 240 - f },
          { x: 20 + g, y: 240 - h },
        ];
        expect(quality(flat(project(quad, 320, 260), quad, 200, 160))).toBeGreaterThan(34);
      }),
      { numRuns: 15 },
    );
  });

  it('gives a picture back unchanged when nothing is to be corrected', () => {
    const picture = project(TILTED, 200, 150);
    const same = flat(picture, wholeQuad(200, 150), 200, 150);
    const worst = same.data.reduce((w, b, i) => Math.max(w, Math.abs(b - (picture.data[i] ?? 0))), 0);
    expect(worst).toBeLessThanOrEqual(1);
  });

  it('makes no colour that the picture does not have, even beyond its frame', () => {
    const picture = createPicture(40, 30);
    for (let i = 0; i < 40 * 30; i += 1) picture.data.set([200, 10, 77, 255], i * 4);
    const far: Quad = [
      { x: -300, y: -200 },
      { x: 500, y: -20 },
      { x: 700, y: 400 },
      { x: -90, y: 300 },
    ];
    const page = flat(picture, far, 64, 64);
    for (let i = 0; i < 64 * 64; i += 1)
      expect([...page.data.slice(i * 4, i * 4 + 4)]).toEqual([200, 10, 77, 255]);
  });

  it('is none for corners on a line', () => {
    const at = { x: 1, y: 1 };
    expect(warp(createPicture(4, 4), [at, at, at, at], 4, 4)).toBeNull();
  });
});

describe('turning', () => {
  const turns = fc.constantFrom<Turns>(0, 1, 2, 3);
  it('four times by a quarter is nothing', () => {
    const once = turnQuad(turnQuad(turnQuad(turnQuad(TILTED, 1), 1), 1), 1);
    expect(once).toEqual(TILTED);
  });

  it('adds up', () => {
    fc.assert(
      fc.property(turns, turns, (a, b) => {
        expect(turnQuad(turnQuad(TILTED, a), b)).toEqual(turnQuad(TILTED, addTurns(a, b)));
      }),
    );
  });

  it('moves the top left of the page to its top right, clockwise', () => {
    const picture = project(TILTED, 500, 400);
    const upright = flat(picture, TILTED, 120, 90);
    const turned = flat(picture, turnQuad(TILTED, 1), 90, 120);
    let worst = 0;
    for (let y = 0; y < 90; y += 1)
      for (let x = 0; x < 120; x += 1)
        for (let c = 0; c < 3; c += 1) {
          const own = upright.data[(y * 120 + x) * 4 + c] ?? 0;
          // Clockwise: what was at (x, y) stands at (height − 1 − y, x).
          worst = Math.max(worst, Math.abs(own - (turned.data[(x * 90 + 89 - y) * 4 + c] ?? 0)));
        }
    // Shares between pixels are whole 256ths, taken in another order.
    expect(worst).toBeLessThanOrEqual(5);
  });
});
