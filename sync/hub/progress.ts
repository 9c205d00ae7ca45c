import type { Clock, Timers } from '../../contracts/clock.ts';
import type { Progress } from '../../contracts/hub/terminal-api.ts';
import type { HubResult } from './http.ts';

const KEPT = 100;
const TOO_OLD_MS = 10 * 60_000;
const RETRY_MS = 5_000;
/** What may be over in a moment; any other refusal drops the report. */
const PASSING = new Set(['hub.unreachable', 'hub.notOurs', 'busy', 'rate.limited', 'auth.required']);

export interface ProgressOptions {
  send: (id: string, state: Progress) => Promise<HubResult<unknown>>;
  clock: Clock;
  timers: Timers;
}

/** What became of requests, told to the hub in order, for as long as the counter may still care. */
export function createProgress(o: ProgressOptions) {
  const queue: { id: string; state: Progress; at: number }[] = [];
  let busy = false;
  let cancel: () => void = () => undefined;
  let stopped = false;

  async function run(): Promise<void> {
    if (busy || stopped) return;
    busy = true;
    cancel();
    for (let next = first(); next !== undefined && !stopped; next = first()) {
      const sent = await o.send(next.id, next.state);
      if (!sent.ok && PASSING.has(sent.error.code)) {
        if (!stopped) cancel = o.timers.after(RETRY_MS, () => void run());
        break;
      }
      // While it was on its way, a full queue may have let go of it.
      if (queue[0] === next) queue.shift();
    }
    busy = false;
  }

  function first() {
    const now = o.clock.boottimeMs();
    while (queue[0] !== undefined && now - queue[0].at >= TOO_OLD_MS) queue.shift();
    return queue[0];
  }

  return {
    report(id: string, state: Progress): void {
      queue.push({ id, state, at: o.clock.boottimeMs() });
      if (queue.length > KEPT) queue.shift();
      void run();
    },
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}
