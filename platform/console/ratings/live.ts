import type { Timers } from '../../../contracts/clock.ts';
import type { Bus } from '../../context.ts';

export interface LiveRating {
  id: string;
  receivedMs: number;
}

export interface LiveSource {
  bus: Pick<Bus, 'subscribe'>;
  timers: Timers;
  /** Those of `ids` that there are. */
  read: (ids: string[]) => Promise<LiveRating[]>;
  /** May the reader still see them? Looks, but does not count as a call. */
  alive: () => Promise<boolean>;
  /** The reader went away. */
  signal: AbortSignal | undefined;
}

/** Ratings that come in within this time are read together. */
export const GATHER_MS = 300;
/** How often a quiet stream looks whether its session still lives. */
export const CHECK_MS = 20_000;
/** Ids that wait for a slow reader; beyond it the oldest are dropped: the list itself has them. */
export const MAX_WAITING = 200;

/** Ratings as they are received, until the reader goes away or the session ends. */
export async function* liveRatings(source: LiveSource): AsyncGenerator<LiveRating, void> {
  const { bus, signal } = source;
  const waiting = new Set<string>();
  const { sleep, wake } = sleeper(source);
  const unsubscribe = bus.subscribe('ratings', ({ ids }) => {
    const first = waiting.size === 0;
    for (const id of ids) waiting.add(id);
    for (const oldest of waiting) {
      if (waiting.size <= MAX_WAITING) break;
      waiting.delete(oldest);
    }
    if (first) wake();
  });
  signal?.addEventListener('abort', wake);
  try {
    for (;;) {
      if (waiting.size === 0) await sleep(CHECK_MS);
      if (waiting.size > 0) await sleep(GATHER_MS);
      if (signal?.aborted || !(await source.alive())) return;
      const ids = [...waiting];
      waiting.clear();
      if (ids.length > 0) yield* await source.read(ids);
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', wake);
  }
}

/** Sleeps that can be ended early; one at a time. */
function sleeper({ timers, signal }: Pick<LiveSource, 'timers' | 'signal'>) {
  let end = (): void => {};
  return {
    sleep: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const cancel = timers.after(ms, resolve);
        end = () => {
          cancel();
          resolve();
        };
      }),
    wake: (): void => end(),
  };
}
