import { afterEach, expect, test } from 'vitest';
import { fuzzRuns } from './fuzz.ts';

const before = process.env.HALL_FUZZ_RUNS;
afterEach(() => {
  if (before === undefined) delete process.env.HALL_FUZZ_RUNS;
  else process.env.HALL_FUZZ_RUNS = before;
});

test('shares the asked number out, and falls back to 20,000', () => {
  for (const [asked, properties, runs] of [
    ['1000000', 4, 250_000],
    ['10', 3, 4],
    ['', 2, 10_000],
    ['many', 1, 20_000],
    ['-5', 1, 20_000],
  ] as const) {
    process.env.HALL_FUZZ_RUNS = asked;
    expect(fuzzRuns(properties)).toBe(runs);
  }
});
