import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeAfter, stepOf } from './focus-order.ts';

const PLAIN = { isText: false, isRadio: false };

it('gives arrows to whom they belong', () => {
  expect(['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'Enter'].map((k) => stepOf(k, PLAIN))).toEqual([
    1,
    1,
    -1,
    -1,
    null,
  ]);
  const text = { isText: true, isRadio: false };
  expect(['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft'].map((k) => stepOf(k, text))).toEqual([
    1,
    null,
    -1,
    null,
  ]);
  expect(stepOf('ArrowDown', { isText: false, isRadio: true })).toBeNull();
});

it('begins beside the heading that has the focus', () => {
  expect(placeAfter(-1, 2, 1, 5)).toBe(2);
  expect(placeAfter(-1, 2, -1, 5)).toBe(1);
  expect(placeAfter(-1, 0, -1, 5)).toBe(4);
  expect(placeAfter(-1, 5, 1, 5)).toBe(0);
});

it('comes past every place, and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(1 as const, -1 as const), (count, step) => {
      const seen = new Set<number>();
      let at = placeAfter(-1, 0, step, count);
      for (let i = 0; i < count; i++) {
        seen.add(at);
        at = placeAfter(at, 0, step, count);
      }
      expect([seen.size, at]).toEqual([count, placeAfter(-1, 0, step, count)]);
    }),
  );
});
