import { describe, expect, test } from 'vitest';
import { hasStrace } from '../crash-states/explore.ts';
import { runWithFault } from './inject.ts';

/**
 * The terminal's store with a fault at the Nth of its system calls. Faults 1–3, 9 and 10 of the sync rules.
 * HALL_SOAK=1 looks at every call instead of a spread of them.
 */
const CALLS = 'pwrite64,fsync,fdatasync,ftruncate';
const STEPS = 24;
/** The store is open after about this many calls; a day of 24 ratings makes about 600. */
const OPEN_AFTER = 100;
const LAST = 560;

const every = process.env.HALL_SOAK === undefined ? 23 : 1;
const spread = Array.from({ length: Math.floor(LAST / every) }, (_, i) => 1 + i * every);

describe.skipIf(!hasStrace())('a fault at the Nth system call (needs strace)', () => {
  test('SIGKILL: whatever was called saved is there, and nothing else', () => {
    let killed = 0;
    for (const n of spread) {
      const outcome = runWithFault(n, STEPS, {
        calls: CALLS,
        fault: 'signal=SIGKILL',
        when: String(n),
      });
      expect({ n, wrong: outcome.wrong }).toEqual({ n, wrong: [] });
      if (!outcome.said.includes('closed')) killed += 1;
    }
    expect(killed).toBeGreaterThan(spread.length / 2);
  });

  describe.each(['error=EIO', 'error=ENOSPC'])('%s', (fault) => {
    test.each([
      ['once', ''],
      ['from then on', '+'],
    ])('%s: the store refuses in words, the process lives, and every promise is kept', (_, suffix) => {
      let refused = 0;
      for (const n of spread.filter((n) => n > OPEN_AFTER)) {
        const outcome = runWithFault(n, STEPS, { calls: CALLS, fault, when: `${n}${suffix}` });
        expect({ n, wrong: outcome.wrong, status: outcome.status, last: outcome.said.at(-1) }).toEqual({
          n,
          wrong: [],
          status: 0,
          last: 'closed',
        });
        refused += outcome.said.filter((line) => line.startsWith('refused')).length;
      }
      expect(refused).toBeGreaterThan(0);
    });
  });

  test('a store that cannot be opened says so and touches nothing', () => {
    const outcome = runWithFault(1, STEPS, { calls: CALLS, fault: 'error=EIO', when: '3+' });
    expect(outcome).toMatchObject({ said: ['cannot-open store.fault'], status: 4, wrong: [] });
  });
});
