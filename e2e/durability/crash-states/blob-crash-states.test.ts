import { describe, expect, test } from 'vitest';
import { explore, hasStrace } from './explore.ts';

/**
 * A power cut at every moment of a kiosk's recorded day: files being written, renamed, purged; rows that name them.
 * Fault 4 of the sync rules. HALL_SOAK=<seeds> explores more days.
 */
const seeds = Array.from({ length: Number(process.env.HALL_SOAK ?? 2) }, (_, i) => i + 1);
const STEPS = 12;

describe.skipIf(!hasStrace())('a power cut (needs strace)', () => {
  test.each(seeds)('loses no byte of what was called kept, and leaves no orphan (day %i)', (seed) => {
    const { states, bad } = explore({ seed, steps: STEPS, picks: 1, workload: 'blob' });
    expect(bad.slice(0, 3)).toEqual([]);
    expect(states).toBeGreaterThan(500);
  });

  test.each(['blob-not-synced', 'blob-name-not-synced'])('gate: the explorer notices %s', (mutation) => {
    const { bad } = explore({ seed: 1, steps: 4, picks: 1, workload: 'blob', mutation });
    expect(bad.flatMap((b) => b.wrong).some((w) => w.includes('is lost') || w.includes('dead rows'))).toBe(
      true,
    );
  });
});
