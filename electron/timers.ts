import type { Timers } from '../contracts/clock.ts';

/** The process's own timers. */
export const realTimers: Timers = {
  after: (ms, f) => {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
};

/** Runs `f` every `ms`; when it returns a promise, the next time is counted from its end. Returns how to stop. */
export function every(timers: Timers, ms: number, f: () => unknown): () => void {
  let stopped = false;
  let cancel: () => void = () => undefined;
  const plan = (): void => {
    if (!stopped) cancel = timers.after(ms, run);
  };
  const run = (): void => {
    const settled = f();
    if (settled instanceof Promise) void settled.finally(plan);
    else plan();
  };
  plan();
  return () => {
    stopped = true;
    cancel();
  };
}
