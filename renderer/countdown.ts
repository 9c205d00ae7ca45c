import { useEffect, useState } from 'react';

/** Steps of a countdown on the screen, ms. */
const STEP_MS = 200;

/** Time left now of a status that had `leftMs` when it came at `receivedAt`. All ms on one monotonic clock. */
export const leftAt = (leftMs: number, receivedAt: number, now: number): number =>
  Math.max(0, leftMs - Math.max(0, now - receivedAt));

/** Whole seconds as they are told: 9,001 ms is "10", 0 only when it is over. */
export const secondsOf = (ms: number): number => Math.ceil(ms / 1_000);

/** Counts down by itself between statuses. */
export function useTimeLeft(leftMs: number, receivedAt: number, now: () => number): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    setTime(now());
    if (leftAt(leftMs, receivedAt, now()) === 0) return;
    const timer = setInterval(() => {
      const t = now();
      setTime(t);
      if (leftAt(leftMs, receivedAt, t) === 0) clearInterval(timer);
    }, STEP_MS);
    return () => clearInterval(timer);
  }, [leftMs, receivedAt, now]);
  return leftAt(leftMs, receivedAt, time);
}
