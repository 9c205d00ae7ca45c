import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, isConvex, type Point, type Quad, wholeQuad } from './geometry.ts';
import { homography, mapPoint } from './homography.ts';

const point = (x: number, y: number, reach: number) =>
  fc.record({
    x: fc.double({ min: x - reach, max: x + reach, noNaN: true }),
    y: fc.double({ min: y - reach, max: y + reach, noNaN: true }),
  });
/** Outlines as a camera sees them: convex, corners anywhere near those of a 4,000 × 3,000 picture. */
const quads = fc
  .tuple(point(900, 700, 800), point(3_100, 700, 800), point(3_100, 2_300, 600), point(900, 2_300, 600))
  .filter((q): q is [Point, Point, Point, Point] => isConvex(q));

describe('homography', () => {
  it('maps each corner exactly', () => {
    fc.assert(
      fc.property(
        quads,
        fc.integer({ min: 1, max: 4_000 }),
        fc.integer({ min: 1, max: 4_000 }),
        (quad, w, h) => {
          const from = wholeQuad(w, h);
          const map = homography(from, quad);
          if (map === null) throw new Error('no map');
          for (const [i, corner] of from.entries())
            expect(distance(mapPoint(map, corner), quad[i as 0])).toBeLessThan(1e-6 * 4_000);
        },
      ),
    );
  });

  it('there and back is where it began', () => {
    fc.assert(
      fc.property(quads, quads, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (a, b, share) => {
        const there = homography(a, b);
        const back = homography(b, a);
        if (there === null || back === null) throw new Error('no map');
        const inside = {
          x: a[0].x + (a[2].x - a[0].x) * share,
          y: a[0].y + (a[2].y - a[0].y) * share,
        };
        expect(distance(mapPoint(back, mapPoint(there, inside)), inside)).toBeLessThan(1e-3);
      }),
    );
  });

  it('keeps straight lines straight', () => {
    fc.assert(
      fc.property(quads, (quad) => {
        const map = homography(wholeQuad(100, 100), quad);
        if (map === null) throw new Error('no map');
        const [p, q, r] = [10, 50, 90].map((x) => mapPoint(map, { x, y: 30 })) as [Point, Point, Point];
        const off = (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
        expect(Math.abs(off) / distance(p, r)).toBeLessThan(1e-6);
      }),
    );
  });

  it('is none for corners on one line or in one place', () => {
    const line: Quad = [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
      { x: 2, y: 2 },
      { x: 3, y: 3 },
    ];
    const place = { x: 5, y: 5 };
    expect(homography(line, wholeQuad(10, 10))).toBeNull();
    expect(homography([place, place, place, place], wholeQuad(10, 10))).toBeNull();
  });
});
