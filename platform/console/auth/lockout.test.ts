import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ADDRESS_FAILURES,
  ADDRESS_WINDOW_MS,
  type AddressWindow,
  type Attempts,
  countAddress,
  countAttempt,
  FAILURES_TO_LOCK,
  isLocked,
  LONGEST_LOCK_MS,
  NO_ATTEMPTS,
} from './lockout.ts';

const MINUTE = 60_000;
const start = new Date('2026-03-02T08:00:00Z');

/** Fails `times`, each as soon as the account may be tried; returns how long it had to wait each time, ms. */
function failInARow(times: number): number[] {
  let attempts: Attempts = NO_ATTEMPTS;
  let now = start;
  return Array.from({ length: times }, () => {
    attempts = countAttempt(attempts, now);
    const waitMs = attempts.lockedUntil ? attempts.lockedUntil.getTime() - now.getTime() : 0;
    now = attempts.lockedUntil ?? now;
    return waitMs;
  });
}

describe('lock-out of an account', () => {
  it('locks at the fifth failure for ten minutes, and longer each time, up to two hours', () => {
    const locks = failInARow(30).filter((ms) => ms > 0);
    expect(locks).toEqual([10, 20, 40, 80, 120, 120].map((m) => m * MINUTE));
  });

  it('is open again at the moment the lock ends', () => {
    const attempts = { failed: 5, lockedUntil: new Date(start.getTime() + 1) };
    expect(isLocked(attempts, start)).toBe(true);
    expect(isLocked(attempts, new Date(start.getTime() + 1))).toBe(false);
  });

  it('never lets more than four tries through between two locks, nor locks beyond the longest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (failed) => {
        let attempts: Attempts = { failed, lockedUntil: null };
        let open = 0;
        while (!isLocked(attempts, start)) {
          attempts = countAttempt(attempts, start);
          open += 1;
        }
        expect(open).toBeLessThanOrEqual(FAILURES_TO_LOCK);
        expect(attempts.lockedUntil?.getTime()).toBeLessThanOrEqual(start.getTime() + LONGEST_LOCK_MS);
      }),
    );
  });
});

describe('limit of an address', () => {
  it('refuses the attempt after the thirtieth, until the window is over', () => {
    let window: AddressWindow | null = null;
    for (let i = 0; i < ADDRESS_FAILURES; i += 1) {
      const next = countAddress(window, start);
      expect(next.refused).toBe(false);
      window = next;
    }
    expect(countAddress(window, start).refused).toBe(true);
    const later = new Date(start.getTime() + ADDRESS_WINDOW_MS);
    expect(countAddress(window, later)).toEqual({ failed: 1, since: later, refused: false });
  });
});
