import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRequestSize } from './request-size.ts';

const CHUNK = 1_000_000;
const unlimited = () => createRequestSize({ rate: () => Number.POSITIVE_INFINITY, chunkBytes: CHUNK });

test('a PATCH grows with the line to a second’s worth, and no further than sixteen chunks', () => {
  const size = unlimited();
  const sent: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    sent.push(size.patch());
    size.went(size.patch(), size.patch() / 10_000);
  }
  expect(sent).toEqual([1, 4, 10, 10].map((chunks) => chunks * CHUNK));
  size.went(size.patch(), 0);
  expect(size.patch()).toBe(16 * CHUNK);
  expect(size.put()).toBe(CHUNK);
});

test('a slow line, or one that was cut, gets single chunks', () => {
  const size = unlimited();
  size.went(CHUNK, 8_000);
  expect(size.patch()).toBe(CHUNK);
  size.went(CHUNK, 100);
  expect(size.patch()).toBe(4 * CHUNK);
  size.cut();
  expect(size.patch()).toBe(CHUNK);
});

test('the short end of a blob changes nothing', () => {
  const size = unlimited();
  size.went(CHUNK, 0);
  size.went(5, 1_000);
  expect(size.patch()).toBe(4 * CHUNK);
});

test('a 413 halves what was sent, for ever, down to 64 KiB', () => {
  const size = unlimited();
  size.went(CHUNK, 0);
  expect(size.tooLarge(4 * CHUNK)).toBe(true);
  expect(size.patch()).toBe(2 * CHUNK);
  expect(size.tooLarge(CHUNK)).toBe(true);
  size.went(size.patch(), 0);
  expect([size.patch(), size.put()]).toEqual([CHUNK / 2, CHUNK / 2]);
  while (size.tooLarge(size.patch()));
  expect(size.patch()).toBe(64 * 1024);
});

test('at a speed that was set, no request takes longer than a minute', () => {
  let rate = 1_000;
  const size = createRequestSize({ rate: () => rate, chunkBytes: CHUNK });
  expect([size.put(), size.patch()]).toEqual([60_000, 60_000]);
  rate = 0;
  expect(size.patch()).toBe(CHUNK);
});

test('whatever happens: at least a byte, at most sixteen chunks, never beyond a minute', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('went' as const), ms: fc.integer({ min: 0, max: 100_000 }) }),
    fc.record({ kind: fc.constant('cut' as const) }),
    fc.record({ kind: fc.constant('tooLarge' as const) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.array(step, { maxLength: 40 }), (rate, steps) => {
      const size = createRequestSize({ rate: () => rate, chunkBytes: CHUNK });
      for (const s of steps) {
        const bytes = size.patch();
        expect(bytes).toBeGreaterThanOrEqual(1);
        expect(bytes).toBeLessThanOrEqual(Math.min(16 * CHUNK, rate * 60));
        expect(size.put()).toBeLessThanOrEqual(CHUNK);
        if (s.kind === 'went') size.went(bytes, s.ms);
        else if (s.kind === 'cut') size.cut();
        else size.tooLarge(bytes);
      }
    }),
  );
});
