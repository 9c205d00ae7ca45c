/** At most `running` jobs at once and `waiting` behind them, first come first served. */
export interface Slots {
  /** Runs the job when its turn comes; null at once when the queue is full. */
  run<T>(job: () => Promise<T>): Promise<T | null>;
}

export function slots(running: number, waiting: number): Slots {
  let free = running;
  const queue: (() => void)[] = [];
  return {
    async run(job) {
      if (free > 0) free -= 1;
      else {
        if (queue.length >= waiting) return null;
        await new Promise<void>((turn) => queue.push(turn));
      }
      try {
        return await job();
      } finally {
        const next = queue.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
