import type { Clock, Timers } from '../../contracts/clock.ts';
import type { PadRequest } from '../../contracts/hub/terminal-api.ts';
import type { HubResult } from './http.ts';

export interface RequestsOptions {
  fetch: () => Promise<HubResult<{ request: PadRequest | null }>>;
  /** ms until the next look, when nothing asks for one before. */
  pollMs: () => number;
  clock: Clock;
  timers: Timers;
  onChange: () => void;
}

/** The open request of this window, as last seen, and how long it is still open. */
export function createRequests(o: RequestsOptions) {
  let seen: { request: PadRequest; until: number } | null = null;
  let looking = false;
  let again = false;
  let stopped = false;
  let cancelPoll: () => void = () => undefined;
  let cancelEnd: () => void = () => undefined;

  /** One look at a time, so that an older answer never replaces a newer one. */
  async function look(): Promise<void> {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    do {
      again = false;
      const asked = o.clock.boottimeMs();
      const reply = await o.fetch();
      if (reply.ok && !stopped) take(reply.value.request, asked);
    } while (again && !stopped);
    looking = false;
    schedule();
  }

  /** The time left counts from when we asked, so that the pad is never later than the hub in closing. */
  function take(request: PadRequest | null, asked: number): void {
    if (request?.id === seen?.request.id) return;
    cancelEnd();
    seen = null;
    if (request !== null) {
      const until = asked + request.leftMs;
      seen = { request, until };
      // It stays the one that was seen: the hub may still name it for a moment, and it must not ring again.
      cancelEnd = o.timers.after(Math.max(0, until - o.clock.boottimeMs()), o.onChange);
    }
    o.onChange();
  }

  function schedule(): void {
    cancelPoll();
    if (!stopped) cancelPoll = o.timers.after(o.pollMs(), () => void look());
  }

  return {
    look: (): void => void look(),
    /** How often to look has changed. */
    schedule,
    current(): PadRequest | null {
      if (seen === null) return null;
      const leftMs = Math.round(seen.until - o.clock.boottimeMs());
      return leftMs > 0 ? { ...seen.request, leftMs } : null;
    },
    stop(): void {
      stopped = true;
      cancelPoll();
      cancelEnd();
    },
  };
}
