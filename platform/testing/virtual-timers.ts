import type { Timers } from '../../contracts/clock.ts';

export interface VirtualTimers extends Timers {
  /** Lets time pass, and what falls due happen, in order. */
  pass(ms: number): void;
}

/** Timers of a test: no time passes but by `pass`. */
export function virtualTimers(): VirtualTimers {
  let nowMs = 0;
  let waiting: { at: number; run: () => void }[] = [];
  return {
    after(ms, run) {
      const timer = { at: nowMs + ms, run };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((t) => t !== timer);
      };
    },
    pass(ms) {
      const until = nowMs + ms;
      for (;;) {
        const next = waiting.filter((t) => t.at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting = waiting.filter((t) => t !== next);
        nowMs = next.at;
        next.run();
      }
      nowMs = until;
    },
  };
}
