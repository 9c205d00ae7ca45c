import type { Timers } from '../contracts/clock.ts';

/** The process's own timers. */
export const systemTimers: Timers = {
  after(ms, f) {
    const handle = setTimeout(f, ms);
    return () => clearTimeout(handle);
  },
};
