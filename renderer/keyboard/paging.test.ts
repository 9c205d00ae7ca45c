import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CANDIDATE, candidateWidth, pageStarts } from './paging.ts';

describe('pages of candidates', () => {
  it('begin where no further candidate fits', () => {
    // 2.6 em each and 0.4 em between: three fit in 9 em.
    expect(pageStarts(['副', '府', '复', '赴', '负'], 9)).toEqual([0, 3]);
    expect(pageStarts([], 9)).toEqual([]);
    expect(pageStarts(['服务态度很好'], 1)).toEqual([0]);
  });

  it('hold every candidate once, within the width, one at least', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('服', '务', 'a', '𬱖'), minLength: 1 }));
    fc.assert(
      fc.property(words, fc.double({ min: 0, max: 60, noNaN: true }), (texts, width) => {
        const starts = pageStarts(texts, width);
        expect(starts[0] ?? 0).toBe(0);
        starts.forEach((from, i) => {
          const page = texts.slice(from, starts[i + 1]);
          expect(page.length).toBeGreaterThan(0);
          const used =
            page.reduce((sum, t) => sum + candidateWidth(t), 0) + (page.length - 1) * CANDIDATE.gap;
          if (page.length > 1) expect(used).toBeLessThanOrEqual(width + 1e-9);
        });
      }),
    );
  });
});
