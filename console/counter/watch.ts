import { fullJitter } from '../../contracts/backoff.ts';
import type { CounterRequest, RequestState } from '../../contracts/hub/counter-api.ts';
import { codeOf } from '../api/failure.ts';
import { isOver } from './desk.ts';

/** How long the hub may hold a call, ms. */
const HOLD_MS = 20_000;
/** An answer that changed nothing and came sooner than this was not held: ask slower. */
const TOO_SOON_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;
/**
 * An end may be taken back (undo at the pad, at most 60 s) or overtaken by a late rating: looked at this long after it,
 * ms, and this often, for the hub does not hold a call about a request that is over.
 */
const AFTER_END_MS = 75_000;
const AFTER_END_EVERY_MS = 3_000;

export interface Watching {
  get: (
    input: { id: string; known: RequestState; waitMs: number },
    signal: AbortSignal,
  ) => Promise<CounterRequest>;
  heard: (request: CounterRequest) => void;
  /** The hub could not be asked; it is tried again. */
  lost: () => void;
  /** The hub knows no such request. */
  gone: () => void;
  /** The token is no longer good. */
  unauthorised: () => void;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Monotonic, ms. */
  nowMs: () => number;
  /** U[0,1) */
  random: () => number;
  signal: AbortSignal;
}

/** Watches a request by long poll until well after its end, until it is gone, or until `signal` says stop. */
export async function watch(start: Pick<CounterRequest, 'id' | 'state'>, o: Watching): Promise<void> {
  let known = start.state;
  let endedMs: number | null = null;
  let failures = 0;
  while (!o.signal.aborted) {
    const askedMs = o.nowMs();
    if (!isOver(known)) endedMs = null;
    else if (endedMs === null) endedMs = askedMs;
    else if (askedMs - endedMs >= AFTER_END_MS) return;
    try {
      const request = await o.get({ id: start.id, known, waitMs: HOLD_MS }, o.signal);
      failures = 0;
      if (o.signal.aborted) return;
      o.heard(request);
      const held = o.nowMs() - askedMs >= TOO_SOON_MS;
      if (request.state === known && !held)
        await o.wait(isOver(known) ? AFTER_END_EVERY_MS : TOO_SOON_MS, o.signal);
      known = request.state;
    } catch (error) {
      if (o.signal.aborted) return;
      const code = codeOf(error);
      if (code === 'not.found' || code === 'request.notFound') return o.gone();
      if (code === 'auth.required' || code === 'auth.failed') return o.unauthorised();
      o.lost();
      await o.wait(1_000 + fullJitter(failures, o.random(), 1_000, LONGEST_WAIT_MS), o.signal);
      failures += 1;
    }
  }
}
