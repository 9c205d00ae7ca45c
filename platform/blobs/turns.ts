/** Runs work, each in its turn. */
export interface Turns {
  /** What `work` answers or throws. */
  take<T>(work: () => Promise<T>): Promise<T>;
}

/** So many at a time, the others in the order in which they came; nobody is turned away. */
export function createTurns(active: number): Turns {
  let free = active;
  const queue: (() => void)[] = [];
  return {
    async take(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((enter) => queue.push(enter));
      try {
        return await work();
      } finally {
        // The place goes to the next in line, or is free.
        const next = queue.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
