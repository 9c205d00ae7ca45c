import type { MaintenanceStatus } from '../../contracts/maintenance.ts';
import type { ServiceLine } from '../client.ts';
import type { Connection, Terminal } from '../connectors.ts';
import { orAborted } from '../waiting.ts';
import { callService, type MaintenanceEnvironment, PATIENCE, type Reply } from './calls.ts';

/** How the maintenance screen stands to the session that a PIN or a badge opened. */
export type SessionState =
  | { phase: 'connecting' }
  /** `receivedAt`: ms of `MaintenanceEnvironment.now`, from which the status counts down. */
  | { phase: 'live'; status: MaintenanceStatus; receivedAt: number }
  /** The line is gone and comes back by itself; `last` is what was shown before. */
  | { phase: 'lost'; last: MaintenanceStatus }
  /** Left, without a touch for too long, replaced by another, or the service has begun anew. */
  | { phase: 'over' };

export type Maintenance = Terminal['maintenance'];

export interface MaintenanceSession {
  state(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Asks for something within this session. Never rejects, and answers within `ms`. */
  call<T>(ms: number, ask: (to: Maintenance, sessionId: string) => Promise<Reply<T>>): Promise<Reply<T>>;
  /** Somebody is there: the session's time begins anew. */
  touch(): void;
  stop(): void;
}

/** A watch that breaks on a line that stands is asked for again after this time, ms. */
const RETRY_MS = 500;
/** So many broken watches in a row, on lines that stand, end the session. */
const MOST_BROKEN = 3;

/** Follows a session over every line that comes, until it ends or `stop`. */
export function startSession(
  service: ServiceLine,
  sessionId: string,
  env: MaintenanceEnvironment,
): MaintenanceSession {
  const listeners = new Set<() => void>();
  const stopped = new AbortController();
  let state: SessionState = { phase: 'connecting' };
  let broken = 0;

  function set(next: SessionState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const line = service.line();
      if (line === null || line.gone.aborted) {
        await nextLine();
        continue;
      }
      const isOver = await watch(line);
      if (stopped.signal.aborted) return;
      if (isOver || broken >= MOST_BROKEN) return set({ phase: 'over' });
      if (state.phase === 'live') set({ phase: 'lost', last: state.status });
      if (!line.gone.aborted) await env.delay(RETRY_MS, stopped.signal);
    }
  }

  /** Whether the service says that the session is over; false when the watch broke. */
  async function watch(line: Connection): Promise<boolean> {
    const signal = AbortSignal.any([line.gone, stopped.signal]);
    try {
      const statuses = await orAborted(line.terminal.maintenance.watch({ sessionId }), signal);
      try {
        for (;;) {
          const next = await orAborted(statuses.next(), signal);
          if (next.done) return !line.gone.aborted;
          broken = 0;
          set({ phase: 'live', status: next.value, receivedAt: env.now() });
        }
      } finally {
        // Only a line that still stands can be told that nobody listens any more.
        if (!line.gone.aborted) void statuses.return(undefined).catch(() => undefined);
      }
    } catch {
      if (!line.gone.aborted) broken += 1;
      return false;
    }
  }

  function nextLine(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        unsubscribe();
        stopped.signal.removeEventListener('abort', done);
        resolve();
      };
      const unsubscribe = service.subscribe(done);
      stopped.signal.addEventListener('abort', done);
    });
  }

  const call: MaintenanceSession['call'] = (ms, ask) =>
    callService(service, env.delay, ms, (terminal) => ask(terminal.maintenance, sessionId));
  void run();
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    call,
    touch: () => void call(PATIENCE.touch, (to, id) => to.touch({ sessionId: id })),
    stop() {
      stopped.abort();
      listeners.clear();
    },
  };
}
