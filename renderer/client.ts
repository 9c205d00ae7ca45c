import { fullJitter } from '../contracts/backoff.ts';
import type { KioskStatus } from '../contracts/kiosk.ts';
import type { PadStatus, PadUpdate } from '../contracts/terminal.ts';
import type { Connection, Connector, Terminal } from './connectors.ts';
import { type Delay, orAborted, within } from './waiting.ts';

/** How the screens stand to the terminal service. */
export type LinkState<S = PadStatus> =
  /** Nothing was heard yet. */
  | { phase: 'connecting' }
  /** The service was there and is not now; it comes back by itself. `last` is what it said before. */
  | { phase: 'lost'; last: S }
  /** `receivedAt`: ms of `PadEnvironment.now`, from which the status counts down. */
  | { phase: 'live'; status: S; receivedAt: number };

/** What an intention came to. A service that does not answer is `busy`: the citizen may try again. */
export type Answer = { ok: true } | { ok: false; code: string };

/** Time, chance and frames, handed in so that tests own them. */
export interface PadEnvironment {
  /** Monotonic ms. */
  now(): number;
  random(): number;
  delay: Delay;
  /** Resolves when the next frame was painted. */
  frame(): Promise<void>;
}

/** The service's last word, or null before the first. */
export function lastStatus<S>(state: LinkState<S>): S | null {
  if (state.phase === 'connecting') return null;
  return state.phase === 'live' ? state.status : state.last;
}

/** The line under the screens, for those that follow more than their own status on it. */
export interface ServiceLine {
  /** The line that stands now; null while there is none. */
  line(): Connection | null;
  /** Tells of every new status, and so of every new line. */
  subscribe(listener: () => void): () => void;
}

export interface Link<S> extends ServiceLine {
  state(): LinkState<S>;
  /** Sends one intention. Never rejects. */
  send(intention: (terminal: Terminal) => Promise<Answer>): Promise<Answer>;
  /** Bytes of a picture named in the reference data; null when it is not to be had now. */
  asset(sha256: string): Promise<Blob | null>;
  stop(): void;
}
export type PadLink = Link<PadStatus>;

/** Longest wait for an answer: a walk-up asks the hub for up to 3 s. */
export const CALL_TIMEOUT_MS = 8_000;
const HEARTBEAT_MS = 3_000;
const HEARTBEAT_TIMEOUT_MS = 6_000;
/** The service is on this machine: a return within seconds is the rule. */
const RETRY_BASE_MS = 250;
const RETRY_CAP_MS = 3_000;

const BUSY: Answer = { ok: false, code: 'busy' };

export const startPadLink = (connect: Connector, env: PadEnvironment): PadLink =>
  startLink(connect, env, (terminal) => terminal.pad.watch(), wholePadStatus);

/** The reference data are left out of an update that has the same as the one before. */
const wholePadStatus = (update: PadUpdate, before: PadStatus | null): PadStatus => ({
  ...update,
  reference: update.reference === undefined ? (before?.reference ?? null) : update.reference,
});

export const startKioskLink = (connect: Connector, env: PadEnvironment): Link<KioskStatus> =>
  startLink(
    connect,
    env,
    (terminal) => terminal.kiosk.watch(),
    (status: KioskStatus) => status,
  );

/**
 * Keeps one line to the terminal service, watches its status, and gives signs of life, until `stop`. `whole` makes a
 * status of an update; `before` is the one before it in the same watch.
 */
function startLink<U, S>(
  connect: Connector,
  env: PadEnvironment,
  open: (terminal: Terminal) => Promise<AsyncIteratorObject<U, unknown, void>>,
  whole: (update: U, before: S | null) => S,
): Link<S> {
  const listeners = new Set<() => void>();
  const stopped = new AbortController();
  let state: LinkState<S> = { phase: 'connecting' };
  let line: Connection | null = null;
  let failures = 0;

  function set(next: LinkState<S>): void {
    state = next;
    for (const listener of listeners) listener();
  }
  function lose(): void {
    line = null;
    if (state.phase === 'live') set({ phase: 'lost', last: state.status });
  }
  const pause = () =>
    env.delay(fullJitter(failures++, env.random(), RETRY_BASE_MS, RETRY_CAP_MS), stopped.signal);

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const connection = await connect().catch(() => null);
      // A line that lives outlasts a watch that ends.
      while (connection !== null && !connection.gone.aborted && !stopped.signal.aborted) {
        await watch(connection);
        lose();
        if (!connection.gone.aborted) await pause();
      }
      if (!stopped.signal.aborted) await pause();
    }
  }

  /** Follows the status until the line is gone, the watch ends, or the service falls silent. */
  async function watch(connection: Connection): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, connection.gone, stopped.signal]);
    line = connection;
    const beating = beat(connection.terminal, signal).then(() => {
      if (signal.aborted) return;
      over.abort();
      connection.giveUp();
    });
    try {
      const statuses = await orAborted(open(connection.terminal), signal);
      await follow(statuses, signal).finally(() => {
        // Only a line that still stands can be told that nobody listens any more.
        if (!connection.gone.aborted) void statuses.return?.().catch(() => undefined);
      });
    } catch {
      // The line broke or the service ended: `run` tries again.
    } finally {
      over.abort();
      await beating;
    }
  }

  async function follow(statuses: AsyncIterator<U, unknown, void>, signal: AbortSignal): Promise<void> {
    let status: S | null = null;
    for (;;) {
      const next = await orAborted(statuses.next(), signal);
      if (next.done) return;
      failures = 0;
      status = whole(next.value, status);
      set({ phase: 'live', status, receivedAt: env.now() });
    }
  }

  /** Returns when `signal` aborts or a heartbeat stays without an answer. A page that paints nothing sends none. */
  async function beat(to: Terminal, signal: AbortSignal): Promise<void> {
    try {
      for (let frames = 1; !signal.aborted; frames += 1) {
        await orAborted(env.frame(), signal);
        await within(env.delay, HEARTBEAT_TIMEOUT_MS, to.shell.heartbeat({ frames }), signal);
        await env.delay(HEARTBEAT_MS, signal);
      }
    } catch {
      // Aborted or unanswered: the caller can tell which.
    }
  }

  void run();
  return {
    state: () => state,
    line: () => line,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async send(intention) {
      if (line === null) return BUSY;
      return within(env.delay, CALL_TIMEOUT_MS, intention(line.terminal), line.gone).catch(() => BUSY);
    },
    async asset(sha256) {
      if (line === null) return null;
      const { terminal, gone } = line;
      const asked = within(env.delay, CALL_TIMEOUT_MS, terminal.asset({ sha256 }), gone);
      const answer = await asked.catch(() => null);
      return answer?.ok ? answer.value : null;
    },
    stop() {
      stopped.abort();
      listeners.clear();
    },
  };
}
