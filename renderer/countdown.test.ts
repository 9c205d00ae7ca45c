import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leftAt, secondsOf } from './countdown.ts';

const ms = fc.integer({ min: 0, max: 1e9 });

test('counts down from when the status came and stops at nothing', () => {
  expect(leftAt(10_000, 500, 500)).toBe(10_000);
  expect(leftAt(10_000, 500, 3_000)).toBe(7_500);
  expect(leftAt(10_000, 500, 60_000)).toBe(0);
});

test('never gives more than there was, never less than nothing, and never grows', () => {
  fc.assert(
    fc.property(ms, ms, ms, ms, (left, received, a, b) => {
      const [early, late] = a < b ? [a, b] : [b, a];
      const first = leftAt(left, received, early);
      expect(first).toBeLessThanOrEqual(left);
      expect(first).toBeGreaterThanOrEqual(leftAt(left, received, late));
      expect(leftAt(left, received, late)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('tells a second until it is over', () => {
  expect([10_000, 9_001, 1, 0].map(secondsOf)).toEqual([10, 10, 1, 0]);
});
