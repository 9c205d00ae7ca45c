import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullJitter } from './backoff.ts';
import { PAD_PANEL, pxPerMm } from './panel.ts';

describe('pixels per millimetre', () => {
  it.each([
    // 20 mm of each panel, px, as the screens' reference has them
    [{ widthPx: 1080, heightPx: 1920, diagonalInch: 21.5 }, 81],
    [{ widthPx: 1080, heightPx: 1920, diagonalInch: 32 }, 54],
  ])('of %o', (panel, twenty) => {
    expect(Math.round(20 * pxPerMm(panel))).toBe(twenty);
  });

  it('of the pad', () => expect(pxPerMm(PAD_PANEL)).toBeCloseTo(5.884, 3));

  it('do not change when the panel is turned, and grow with the pixels', () => {
    const side = fc.integer({ min: 320, max: 8192 });
    const inches = fc.double({ min: 5, max: 100, noNaN: true });
    fc.assert(
      fc.property(side, side, inches, (widthPx, heightPx, diagonalInch) => {
        const mm = pxPerMm({ widthPx, heightPx, diagonalInch });
        expect(pxPerMm({ widthPx: heightPx, heightPx: widthPx, diagonalInch })).toBeCloseTo(mm, 9);
        expect(pxPerMm({ widthPx: 2 * widthPx, heightPx: 2 * heightPx, diagonalInch })).toBeCloseTo(
          2 * mm,
          6,
        );
      }),
    );
  });
});

describe('full jitter', () => {
  const CAP = 15 * 60_000;
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('stays under the cap and under base·2ⁿ', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100_000 }), random, (attempt, r) => {
        const ms = fullJitter(attempt, r);
        expect(Number.isSafeInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(Math.min(CAP, 1_000 * 2 ** Math.min(attempt, 60)));
      }),
    );
  });

  it('reaches over the whole range', () => {
    expect(fullJitter(0, 0)).toBe(0);
    expect(fullJitter(0, 0.9999)).toBe(999);
    expect(fullJitter(3, 0.5)).toBe(4_000);
    expect(fullJitter(1_000, 0.5)).toBe(CAP / 2);
    expect(fullJitter(5, 0.5, 10, 100)).toBe(50);
  });
});
