import type { Timers } from '../../contracts/clock.ts';
import type { RunningBus } from '../bus.ts';

/** Calls that wait for a change at one time, in this process; one more is answered at once. */
const MAX_WAITING = 2_000;

export interface WatchOptions {
  bus: Pick<RunningBus, 'subscribe' | 'onGap'>;
  timers: Timers;
}
export interface Wait<T> {
  requestId: string;
  /** How long at most, ms. */
  waitMs: number;
  signal: AbortSignal | undefined;
  /** Reads the value, and says whether it is worth waiting for another and for how long. */
  read: () => Promise<{ value: T; changed: boolean; untilMs: number }>;
}

export interface Watch {
  /** The value as it is, or as it becomes within the wait. Looks before it waits, and after every message. */
  wait<T>(options: Wait<T>): Promise<T>;
}

/** Long polls: nothing is missed between the look and the wait, because listening begins first. */
export function createWatch({ bus, timers }: WatchOptions): Watch {
  let waiting = 0;
  return {
    async wait({ requestId, waitMs, signal, read }) {
      if (waitMs <= 0 || waiting >= MAX_WAITING) return (await read()).value;
      waiting += 1;
      const bell = createBell();
      const stops = [
        bus.subscribe('requestState', (m) => m.requestId === requestId && bell.ring('look')),
        bus.onGap(() => bell.ring('look')),
        timers.after(waitMs, () => bell.ring('over')),
      ];
      const abort = (): void => bell.ring('over');
      signal?.addEventListener('abort', abort);
      try {
        for (;;) {
          const { value, changed, untilMs } = await read();
          if (changed || bell.isOver() || signal?.aborted) return value;
          const cancel = timers.after(untilMs, () => bell.ring('look'));
          await bell.rung();
          cancel();
        }
      } finally {
        for (const stop of stops) stop();
        signal?.removeEventListener('abort', abort);
        waiting -= 1;
      }
    },
  };
}

/** Rings are kept until they are heard. */
function createBell() {
  let rings = false;
  let over = false;
  let hear = (): void => undefined;
  return {
    ring(what: 'look' | 'over'): void {
      rings = true;
      over ||= what === 'over';
      hear();
    },
    isOver: () => over,
    async rung(): Promise<void> {
      if (!rings)
        await new Promise<void>((resolve) => {
          hear = resolve;
        });
      rings = false;
    },
  };
}
