import { describe, expect, test } from 'vitest';
import { explore, hasStrace } from './explore.ts';

/**
 * A power cut at every moment of a recorded day: each write that was not synced may be there, be missing, or be torn.
 * Faults 1, 2 and 3 of the sync rules. HALL_SOAK=<seeds> explores more days.
 */
const seeds = Array.from({ length: Number(process.env.HALL_SOAK ?? 3) }, (_, i) => i + 1);

describe.skipIf(!hasStrace())('a power cut (needs strace)', () => {
  test.each(seeds)('loses nothing that was called saved and makes nothing up (day %i)', (seed) => {
    const { states, bad } = explore({ seed, steps: 40, picks: 1 });
    expect(bad.slice(0, 3)).toEqual([]);
    expect(states).toBeGreaterThan(1_500);
  });

  test('gate: the explorer finds the loss when commits are not synced', () => {
    const { bad } = explore({ seed: 1, steps: 20, picks: 1, mutation: 'synchronous-normal' });
    expect(bad.length).toBeGreaterThan(0);
    expect(bad.flatMap((b) => b.wrong).some((w) => w.includes('was called saved and is lost'))).toBe(true);
  });
});
