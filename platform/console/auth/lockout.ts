/**
 * Lock-out of an account after wrong passwords (等保三级 身份鉴别: 登录失败处理): the 5th failure in a row locks for
 * 10 minutes, the 10th for 20, the 15th for 40 … at most 2 hours. A right password or an admin starts anew.
 */
export const FAILURES_TO_LOCK = 5;
export const FIRST_LOCK_MS = 10 * 60_000;
export const LONGEST_LOCK_MS = 2 * 3_600_000;

export interface Attempts {
  failed: number;
  lockedUntil: Date | null;
}
export const NO_ATTEMPTS: Attempts = { failed: 0, lockedUntil: null };

export const isLocked = (a: Attempts, now: Date): boolean => a.lockedUntil !== null && a.lockedUntil > now;

/**
 * One more attempt, counted as a failure before the password is looked at, so that a burst of simultaneous
 * guesses gets no more tries than a slow one.
 */
export function countAttempt(a: Attempts, now: Date): Attempts {
  const failed = a.failed + 1;
  if (failed % FAILURES_TO_LOCK !== 0) return { failed, lockedUntil: null };
  const doublings = Math.min(failed / FAILURES_TO_LOCK - 1, 30);
  const lockMs = Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** doublings);
  return { failed, lockedUntil: new Date(now.getTime() + lockMs) };
}

/** Failures from one address, whatever the account: 30 in 15 minutes, then the address waits for the window's end. */
export const ADDRESS_FAILURES = 30;
export const ADDRESS_WINDOW_MS = 15 * 60_000;

export interface AddressWindow {
  failed: number;
  since: Date;
}

/** One more attempt from an address; `refused` = over the limit, the attempt is not made. */
export function countAddress(w: AddressWindow | null, now: Date): AddressWindow & { refused: boolean } {
  const old = w === null || now.getTime() - w.since.getTime() >= ADDRESS_WINDOW_MS;
  const failed = (old ? 0 : w.failed) + 1;
  return { failed, since: old ? now : w.since, refused: failed > ADDRESS_FAILURES };
}
