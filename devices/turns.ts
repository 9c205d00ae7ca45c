import type { Timers } from '../contracts/clock.ts';
import { fail, type Result } from '../contracts/result.ts';

/** One at a time, in order, with a bound. */
export interface Turns {
  /** `device.busy` when too many wait, or the turn did not come within `patienceMs`; `device.stopped` after `stop`. */
  take<T>(patienceMs: number, work: () => Promise<Result<T>>): Promise<Result<T>>;
  /** Nothing works or waits. */
  free(): boolean;
  /** Resolves when nothing works any more. */
  idle(): Promise<void>;
  /** What waits ends with `device.stopped`; what works is left to end by itself. */
  stop(): void;
}

export function createTurns(mostWaiting: number, timers: Timers): Turns {
  const waiting: { start: () => void; end: (code: string) => void }[] = [];
  const idlers: (() => void)[] = [];
  let working = false;
  let stopped = false;

  function next(): void {
    working = false;
    waiting.shift()?.start();
    if (!working) for (const resolve of idlers.splice(0)) resolve();
  }
  return {
    take<T>(patienceMs: number, work: () => Promise<Result<T>>): Promise<Result<T>> {
      if (stopped) return Promise.resolve(fail('device.stopped'));
      if (!working) {
        working = true;
        return work().finally(next);
      }
      if (waiting.length >= mostWaiting) return Promise.resolve(fail('device.busy'));
      return new Promise((resolve, reject) => {
        const turn = {
          start() {
            cancel();
            working = true;
            work().finally(next).then(resolve, reject);
          },
          end(code: string) {
            cancel();
            resolve(fail(code));
          },
        };
        const cancel = timers.after(patienceMs, () => {
          waiting.splice(waiting.indexOf(turn), 1);
          turn.end('device.busy');
        });
        waiting.push(turn);
      });
    },
    free: () => !working,
    idle: () => (working ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve()),
    stop() {
      stopped = true;
      for (const turn of waiting.splice(0)) turn.end('device.stopped');
    },
  };
}
