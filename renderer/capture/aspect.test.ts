import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aspectOf, dpiOf, exactSize, pageSize, paperOf } from './aspect.ts';
import { type Quad, wholeQuad } from './geometry.ts';

/** A sheet of `width` × `height` seen by a pinhole camera that looks at its middle from a tilt. */
function seen(width: number, height: number, tilt: number, side: number, roll: number, focal: number): Quad {
  const far = Math.hypot(width, height) * 1.6;
  const corner = (sx: number, sy: number) => {
    const [u, v] = [(sx * width) / 2, (sy * height) / 2];
    const [x, y] = [u * Math.cos(roll) - v * Math.sin(roll), u * Math.sin(roll) + v * Math.cos(roll)];
    // Turned about the vertical axis by `side`, then about the horizontal one by `tilt`.
    const [x1, z1] = [x * Math.cos(side), x * Math.sin(side)];
    const [y2, z2] = [y * Math.cos(tilt) - z1 * Math.sin(tilt), y * Math.sin(tilt) + z1 * Math.cos(tilt)];
    return { x: 800 + (focal * x1) / (far + z2), y: 600 + (focal * y2) / (far + z2) };
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}
const angle = fc.double({ min: -0.42, max: 0.42, noNaN: true });

describe('the true shape of a sheet', () => {
  it.each([
    ['A4 standing', 210, 297, 'A4'],
    ['A4 lying', 297, 210, 'A4'],
    ['an ID card', 85.6, 53.98, 'idCard'],
  ] as const)('%s is known at any tilt of a usual camera', (_, width, height, paper) => {
    fc.assert(
      fc.property(angle, angle, angle, (tilt, side, roll) => {
        const quad = seen(width, height, tilt, side, roll, 0.95 * 1600);
        const aspect = aspectOf(quad, 1600, 1200);
        expect(Math.abs(aspect / (width / height) - 1)).toBeLessThan(0.03);
        expect(paperOf(aspect)).toBe(paper);
      }),
    );
  });

  it('is measured from the tilt itself for other lenses', () => {
    for (const focal of [1_100, 2_600])
      expect(aspectOf(seen(210, 297, 0.4, 0.25, 0.1, focal), 1600, 1200)).toBeCloseTo(210 / 297, 2);
  });

  it('is left as it is when it is no known sheet', () => {
    expect(paperOf(1)).toBeNull();
    expect(paperOf(279.4 / 215.9)).toBeNull();
    expect(paperOf(2)).toBeNull();
  });

  it('is a number for any corners', () => {
    const near = (x: number, y: number) =>
      fc.record({ x: fc.integer({ min: x, max: x + 700 }), y: fc.integer({ min: y, max: y + 500 }) });
    fc.assert(
      fc.property(near(0, 0), near(801, 0), near(801, 601), near(0, 601), (a, b, c, d) => {
        const aspect = aspectOf([a, b, c, d], 1600, 1200);
        expect(aspect).toBeGreaterThan(0);
        const { width, height } = pageSize([a, b, c, d], aspect, 3_508);
        expect(Math.max(width, height)).toBeLessThanOrEqual(3_508);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('the size of a page', () => {
  it('is that of the known sheet, with the pixels of its longest sides', () => {
    const { width, height, paper } = pageSize(wholeQuad(1_000, 1_440), 1_000 / 1_440, 3_508);
    expect(paper).toBe('A4');
    expect(height / width).toBeCloseTo(Math.SQRT2, 2);
    expect(height).toBeGreaterThanOrEqual(1_440);
  });

  it('is not stretched for a scan', () => {
    expect(exactSize(wholeQuad(2_550, 3_440), 3_508)).toMatchObject({
      width: 2_550,
      height: 3_440,
      scale: 1,
    });
    expect(exactSize(wholeQuad(5_100, 7_016), 3_508)).toMatchObject({
      width: 2_550,
      height: 3_508,
      scale: 0.5,
    });
  });

  it('tells the resolution of an ID card, and of nothing else', () => {
    expect(dpiOf(pageSize(wholeQuad(1_011, 638), 1_011 / 638, 3_508))).toBe(300);
    expect(dpiOf(pageSize(wholeQuad(2_480, 3_508), 2_480 / 3_508, 3_508))).toBeNull();
  });
});
