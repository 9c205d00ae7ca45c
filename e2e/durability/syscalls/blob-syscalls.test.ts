import { describe, expect, test } from 'vitest';
import { hasStrace } from '../crash-states/explore.ts';
import { runWithFault } from './inject.ts';

/**
 * The store of blobs with a fault at the Nth of its system calls. Faults 4, 9 and 10 of the sync rules.
 * HALL_SOAK=1 looks at every call instead of a spread of them.
 */
const CALLS = 'pwrite64,write,fsync,fdatasync,ftruncate,rename,openat,mkdir';
/** What a disk refuses: names too, but not the opening of libraries. */
const REFUSED = 'pwrite64,fsync,fdatasync,ftruncate,rename';
const STEPS = 8;
/** The store is open after about this many calls of `REFUSED`; the day makes about 400. */
const OPEN_AFTER = 100;
const LAST = 400;

const every = process.env.HALL_SOAK === undefined ? 29 : 1;
const spread = Array.from({ length: Math.floor(LAST / every) }, (_, i) => 1 + i * every);

describe.skipIf(!hasStrace())('a fault at the Nth system call (needs strace)', () => {
  test('SIGKILL: every byte of what was called kept is there, and nothing of the rest', () => {
    let killed = 0;
    for (const n of spread) {
      const injection = { calls: CALLS, fault: 'signal=SIGKILL', when: String(n * 2) };
      const outcome = runWithFault(n, STEPS, injection, 'blob');
      expect({ n, wrong: outcome.wrong }).toEqual({ n, wrong: [] });
      if (!outcome.said.includes('closed')) killed += 1;
    }
    expect(killed).toBeGreaterThan(spread.length / 2);
  });

  describe.each(['error=EIO', 'error=ENOSPC'])('%s', (fault) => {
    test.each([
      ['once', ''],
      ['from then on', '+'],
    ])('%s: refused in words, the process lives, and what was kept is whole', (_, suffix) => {
      let refused = 0;
      for (const n of spread.filter((n) => n > OPEN_AFTER)) {
        const injection = { calls: REFUSED, fault, when: `${n}${suffix}` };
        const outcome = runWithFault(n, STEPS, injection, 'blob');
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
});
