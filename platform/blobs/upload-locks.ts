import { ERRORS, type Lock, type Locker } from '@tus/server';
import type { Timers } from '../../contracts/clock.ts';

/** Requests that wait for one upload; one more is told to come later. A client has one, and one after a cut. */
const MOST_WAITING = 8;
/** Longer than `DRAIN_MS`, within which the holder lets go. */
const WAIT_MS = 10_000;
/** A request that holds an upload while another wants it is ended after so long: its connection may be dead. */
export const DRAIN_MS = 3_000;

/** What tus answers when an upload is being written by another request: its clients try again a little later. */
export const LOCKED = { status_code: 423, body: 'blob.uploadBusy' };

interface Waiting {
  enter: () => void;
}

/**
 * One request at a time writes an upload, in the order in which they came. Within this process: two hubs on one data
 * folder are kept apart by the offset and by the hash at the end.
 */
export function uploadLocks(timers: Timers): Locker {
  const held = new Map<string, { release: () => unknown; queue: Waiting[] }>();

  const newLock = (id: string): Lock => ({
    async lock(signal, release) {
      const current = held.get(id);
      if (current === undefined) {
        held.set(id, { release, queue: [] });
        return;
      }
      if (current.queue.length >= MOST_WAITING) throw LOCKED;
      current.release();
      await new Promise<void>((resolve, reject) => {
        const giveUp = (why: unknown): void => {
          done();
          current.queue.splice(current.queue.indexOf(waiting), 1);
          reject(why);
        };
        const onAbort = (): void => giveUp(ERRORS.ABORTED);
        const cancel = timers.after(WAIT_MS, () => giveUp(LOCKED));
        const done = (): void => {
          cancel();
          signal.removeEventListener('abort', onAbort);
        };
        const waiting: Waiting = {
          enter() {
            done();
            current.release = release;
            // Whoever is behind wants it too.
            if (current.queue.length > 0) release();
            resolve();
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        current.queue.push(waiting);
      });
    },
    async unlock() {
      const next = held.get(id)?.queue.shift();
      if (next === undefined) held.delete(id);
      else next.enter();
    },
  });
  return { newLock };
}
