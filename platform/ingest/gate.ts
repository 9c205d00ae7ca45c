import type { Timers } from '../../contracts/clock.ts';

export interface GateOptions {
  /** Run at one time. */
  active: number;
  /** Wait for their turn; one more is turned away. */
  waiting: number;
  /** How long one waits at most, ms. */
  waitMs: number;
  timers: Timers;
}
export interface Gate {
  /** Runs `work` in its turn; null when it was turned away. */
  pass<T>(work: () => Promise<T>): Promise<T | null>;
}

/** Everyone comes back at once after an outage: some are served, some wait a little, the rest are told to come later. */
export function createGate(options: GateOptions): Gate {
  let active = 0;
  const queue: ((may: boolean) => void)[] = [];

  function turn(): Promise<boolean> {
    if (active < options.active) {
      active += 1;
      return Promise.resolve(true);
    }
    if (queue.length >= options.waiting) return Promise.resolve(false);
    return new Promise((resolve) => {
      const answer = (may: boolean): void => {
        cancel();
        resolve(may);
      };
      const cancel = options.timers.after(options.waitMs, () => {
        queue.splice(queue.indexOf(answer), 1);
        answer(false);
      });
      queue.push(answer);
    });
  }
  /** The place goes to the next in line, or is free. */
  function leave(): void {
    const next = queue.shift();
    if (next) next(true);
    else active -= 1;
  }

  return {
    async pass(work) {
      if (!(await turn())) return null;
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
