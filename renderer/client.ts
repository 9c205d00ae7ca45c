import { fullJitter } from '../contracts/backoff.ts';
import type { Reference } from '../contracts/reference.ts';
import type { PadStatus, PadUpdate } from '../contracts/terminal.ts';
import type { Connection, Connector, Terminal } from './connectors.ts';

/** How the screens stand to the terminal service. */
export type LinkState =
  /** Nothing was heard yet. */
  | { phase: 'connecting' }
  /** The service was there and is not now; it comes back by itself. `last` is what it said before. */
  | { phase: 'lost'; last: PadStatus }
  /** `receivedAt`: ms of `PadEnvironment.now`, from which the status counts down. */
  | { phase: 'live'; status: PadStatus; receivedAt: number };

/** What an intention came to. A service that does not answer is `busy`: the citizen may try again. */
export type Answer = { ok: true } | { ok: false; code: string };

/** Time, chance and frames, handed in so that tests own them. */
export interface PadEnvironment {
  /** Monotonic ms. */
  now(): number;
  random(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
  /** Resolves when the next frame was painted. */
  frame(): Promise<void>;
}

/** The service's last word, or null before the first. */
export function lastStatus(state: LinkState): PadStatus | null {
  if (state.phase === 'connecting') return null;
  return state.phase === 'live' ? state.status : state.last;
}

export interface PadLink {
  state(): LinkState;
  subscribe(listener: () => void): () => void;
  /** Sends one intention. Never rejects. */
  send(intention: (terminal: Terminal) => Promise<Answer>): Promise<Answer>;
  /** Bytes of a picture named in the reference data; null when it is not to be had now. */
  asset(sha256: string): Promise<Blob | null>;
  stop(): void;
}

/** Longest wait for an answer: a walk-up asks the hub for up to 3 s. */
export const CALL_TIMEOUT_MS = 8_000;
const HEARTBEAT_MS = 3_000;
const HEARTBEAT_TIMEOUT_MS = 6_000;
/** The service is on this machine: a return within seconds is the rule. */
const RETRY_BASE_MS = 250;
const RETRY_CAP_MS = 3_000;

const BUSY: Answer = { ok: false, code: 'busy' };

/** Keeps one line to the terminal service, watches its status, and gives signs of life, until `stop`. */
export function startPadLink(connect: Connector, env: PadEnvironment): PadLink {
  const listeners = new Set<() => void>();
  const stopped = new AbortController();
  let state: LinkState = { phase: 'connecting' };
  let line: Connection | null = null;
  let failures = 0;

  function set(next: LinkState): void {
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
      const statuses = await orAborted(connection.terminal.pad.watch(), signal);
      await follow(statuses, signal).finally(() => {
        // Only a line that still stands can be told that nobody listens any more.
        if (!connection.gone.aborted) void statuses.return(undefined).catch(() => undefined);
      });
    } catch {
      // The line broke or the service ended: `run` tries again.
    } finally {
      over.abort();
      await beating;
    }
  }

  async function follow(statuses: AsyncIterator<PadUpdate>, signal: AbortSignal): Promise<void> {
    // A new watch begins with all of it.
    let reference: Reference | null = null;
    for (;;) {
      const next = await orAborted(statuses.next(), signal);
      if (next.done) return;
      failures = 0;
      if (next.value.reference !== undefined) reference = next.value.reference;
      set({ phase: 'live', status: { ...next.value, reference }, receivedAt: env.now() });
    }
  }

  /** Returns when `signal` aborts or a heartbeat stays without an answer. A page that paints nothing sends none. */
  async function beat(to: Terminal, signal: AbortSignal): Promise<void> {
    try {
      for (let frames = 1; !signal.aborted; frames += 1) {
        await orAborted(env.frame(), signal);
        await within(HEARTBEAT_TIMEOUT_MS, to.shell.heartbeat({ frames }), signal);
        await env.delay(HEARTBEAT_MS, signal);
      }
    } catch {
      // Aborted or unanswered: the caller can tell which.
    }
  }

  async function within<T>(ms: number, work: Promise<T>, signal: AbortSignal): Promise<T> {
    const done = new AbortController();
    const late = env.delay(ms, AbortSignal.any([done.signal, signal])).then(() => {
      throw new Error('no answer in time');
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      late.catch(() => undefined);
      done.abort();
    }
  }

  void run();
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async send(intention) {
      if (line === null) return BUSY;
      return within(CALL_TIMEOUT_MS, intention(line.terminal), line.gone).catch(() => BUSY);
    },
    async asset(sha256) {
      if (line === null) return null;
      const answer = await within(CALL_TIMEOUT_MS, line.terminal.asset({ sha256 }), line.gone).catch(
        () => null,
      );
      return answer?.ok ? answer.value : null;
    },
    stop() {
      stopped.abort();
      listeners.clear();
    },
  };
}

/** A line that dies while a call waits must not leave the caller waiting. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('the line is gone'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
