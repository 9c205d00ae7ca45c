import type { Clock, Timers } from '../../contracts/clock.ts';
import type { Progress } from '../../contracts/hub/terminal-api.ts';
import type { HubResult } from './http.ts';

const KEPT = 100;
const TOO_OLD_MS = 10 * 60_000;
const RETRY_MS = 5_000;

export interface ProgressOptions {
  send: (id: string, state: Progress) => Promise<HubResult<unknown>>;
  clock: Clock;
  timers: Timers;
}

/** What became of requests, told to the hub in order, as long as the counter may still care. */
export function createProgress(o: ProgressOptions) {
  let queue: { id: string; state: Progress; at: number }[] = [];
  let busy = false;
  let cancel: () => void = () => undefined;
  let stopped = false;

  async function run(): Promise<void> {
    if (busy || stopped) return;
    busy = true;
    cancel();
    for (;;) {
      queue = queue.filter((p) => o.clock.boottimeMs() - p.at < TOO_OLD_MS);
      const first = queue[0];
      if (first === undefined || stopped) break;
      const sent = await o.send(first.id, first.state);
      const lost =
        !sent.ok &&
        (sent.error.code === 'hub.unreachable' ||
          sent.error.code === 'hub.notOurs' ||
          sent.error.code === 'busy');
      if (lost && !stopped) {
        cancel = o.timers.after(RETRY_MS, () => void run());
        break;
      }
      queue.shift();
    }
    busy = false;
  }

  return {
    report(id: string, state: Progress): void {
      queue = [...queue, { id, state, at: o.clock.boottimeMs() }].slice(-KEPT);
      void run();
    },
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}
