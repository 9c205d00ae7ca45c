import { fullJitter } from '../../contracts/backoff.ts';

const LONGEST_WAIT_MS = 30_000;

/**
 * Follows an endless stream of the hub and opens it again whenever it ends or breaks, with full-jitter waits of at
 * most 30 s, until `signal` says stop. `up()` = the stream is open, `down()` = it ended.
 */
export async function follow<T>(o: {
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>;
  up: () => void;
  on: (event: T) => void;
  down: () => void;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** U[0,1) */
  random: () => number;
  signal: AbortSignal;
}): Promise<void> {
  let failures = 0;
  while (!o.signal.aborted) {
    try {
      const events = await o.open(o.signal);
      o.up();
      for await (const event of events) {
        failures = 0;
        o.on(event);
      }
    } catch {
      // Whatever broke it, the way on is the same: wait and open again.
    }
    if (o.signal.aborted) return;
    o.down();
    await o.wait(1_000 + fullJitter(failures, o.random(), 1_000, LONGEST_WAIT_MS), o.signal);
    failures += 1;
  }
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
