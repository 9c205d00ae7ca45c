import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IngestItem, ingestItem, ingestRequest, MAX_BODY_BYTES, MAX_ITEMS } from './ingest.ts';

const EPOCH = '11111111-1111-4111-8111-111111111111';
const item: fc.Arbitrary<IngestItem> = fc.record({
  seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  kind: fc.string({ minLength: 1, maxLength: 40 }),
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  body: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1_000 }),
  at: fc.record({
    ms: fc.integer({ min: 0, max: 8.64e15 }),
    uncertaintyMs: fc.integer({ min: 0, max: 1e12 }),
    clock: fc.constantFrom('anchor', 'wall'),
  }),
});

describe('an outbox row on the wire', () => {
  it('goes through JSON unchanged: its body is what was hashed', () => {
    fc.assert(
      fc.property(item, (i) => {
        expect(ingestItem.parse(JSON.parse(JSON.stringify(i)))).toEqual(i);
      }),
    );
  });

  it('is refused when a field does not fit', () => {
    const [good] = fc.sample(item, { numRuns: 1, seed: 1 });
    for (const wrong of [
      { seq: 0 },
      { seq: 1.5 },
      { seq: 2 ** 53 },
      { kind: '' },
      { kind: 'k'.repeat(41) },
      { sha256: 'A'.repeat(64) },
      { sha256: '0'.repeat(63) },
      { body: '' },
      { body: 'x'.repeat(MAX_BODY_BYTES + 1) },
      { at: { ms: -1, uncertaintyMs: 0, clock: 'wall' } },
      { at: { ms: 0, uncertaintyMs: -1, clock: 'wall' } },
      { at: { ms: 0, uncertaintyMs: 0, clock: 'ntp' } },
    ])
      expect([Object.keys(wrong), ingestItem.safeParse({ ...good, ...wrong }).success]).toEqual([
        Object.keys(wrong),
        false,
      ]);
  });
});

describe('a batch', () => {
  it('holds one row at least and a bounded number at most', () => {
    const [row] = fc.sample(item, { numRuns: 1, seed: 1 });
    const size = (n: number) =>
      ingestRequest.safeParse({ epoch: EPOCH, items: Array.from({ length: n }, () => row) }).success;
    expect([0, 1, MAX_ITEMS, MAX_ITEMS + 1].map(size)).toEqual([false, true, true, false]);
  });

  it('is refused, never thrown at, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (v) => {
        expect(ingestRequest.safeParse(v).success).toBe(false);
      }),
    );
  });
});
