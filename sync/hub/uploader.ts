import { fullJitter } from '../../contracts/backoff.ts';
import type { Timers } from '../../contracts/clock.ts';
import { type IngestItem, type IngestResponse, MAX_ITEMS, type Outcome } from '../../contracts/ingest.ts';
import type { Batch } from '../store/outbox.ts';
import type { HubFailure, HubResult } from './http.ts';

export interface UploaderOptions {
  next: (after: number, limit: number) => Batch;
  settle: (outcomes: readonly Outcome[]) => void;
  /** One delivery; authentication is the caller's. */
  send: (items: IngestItem[]) => Promise<HubResult<IngestResponse>>;
  timers: Timers;
  random: () => number;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** Codes that say "not this batch, whoever sends it": the batch is cut until the row at fault stands alone. */
const BATCH_AT_FAULT = new Set([
  'input.invalid',
  'input.tooLarge',
  'ingest.badBody',
  'ingest.badHash',
  'ingest.unknownKind',
  'not.found',
]);
/** A hub that fails inside goes on failing for one poison row: from this attempt on rows are sent one by one. */
const SUSPECT_AFTER = 3;
/** So many single rows failing in a row are not poison: the hub itself is out of order. */
const MAX_SUSPECTS = 10;
/** Batches on the way at once: the hub works on one while the next is read and opened. */
const WINDOW = 2;

/**
 * Sends what is ready, in order of seq, for as long as it takes: no time-to-live, no attempt limit. A row is settled
 * only by the hub's own outcome for it.
 */
export function createUploader(o: UploaderOptions) {
  let attempt = 0;
  let limit = MAX_ITEMS;
  let running = false;
  let again = false;
  let stopped = false;
  let cancelWait: (() => void) | null = null;

  /** Sends now, unless it waits out a failure or is at it. */
  function kick(): void {
    if (stopped || cancelWait !== null) return;
    if (running) {
      again = true;
      return;
    }
    void run();
  }

  function wait(ms: number): void {
    cancelWait?.();
    cancelWait = o.timers.after(ms, () => {
      cancelWait = null;
      kick();
    });
  }

  async function run(): Promise<void> {
    running = true;
    again = false;
    const failure = await pass();
    running = false;
    if (stopped) return;
    if (failure !== null) {
      const ms = Math.max(failure.retryAfterMs ?? 0, fullJitter(attempt, o.random()));
      attempt += 1;
      o.log('outbox.wait', { code: failure.code, attempt, ms });
      wait(ms);
      return;
    }
    attempt = 0;
    if (again) kick();
  }

  /** Once through all that is ready. null = nothing is left to try now. */
  async function pass(): Promise<HubFailure | null> {
    let after = 0;
    let suspects = 0;
    let failure: HubFailure | null = null;
    const flying: { items: IngestItem[]; reply: Promise<HubResult<IngestResponse>> }[] = [];
    while (!stopped) {
      const window = limit === MAX_ITEMS ? WINDOW : 1;
      while (flying.length < window) {
        const batch = o.next(after, limit);
        if (batch.items.length === 0) break;
        after = batch.upTo;
        flying.push({ items: batch.items, reply: o.send(batch.items) });
      }
      const first = flying.shift();
      if (first === undefined) return failure;
      const reply = await first.reply;
      if (reply.ok) {
        suspects = 0;
        limit = Math.min(MAX_ITEMS, limit * 2);
        const left = settle(first.items, reply.value);
        if (left > 0) failure = { code: 'busy' };
        continue;
      }
      if (!cut(first.items, reply.error)) {
        await Promise.allSettled(flying.map((f) => f.reply));
        return reply.error;
      }
      // The batch is cut: what flew behind it is looked at again from the cut on.
      await Promise.allSettled(flying.map((f) => f.reply));
      flying.length = 0;
      const last = first.items.at(-1)?.seq ?? after;
      const single = first.items.length === 1;
      after = single ? last : (first.items[0]?.seq ?? 1) - 1;
      if (single && reply.error.code === 'internal') {
        failure = reply.error;
        suspects += 1;
        if (suspects >= MAX_SUSPECTS) return failure;
      }
    }
    return null;
  }

  /** True when the batch itself is at fault and smaller ones may pass. */
  function cut(items: IngestItem[], error: HubFailure): boolean {
    const suspicious = error.code === 'internal' && attempt >= SUSPECT_AFTER;
    if (!suspicious && !BATCH_AT_FAULT.has(error.code)) return false;
    const only = items[0];
    if (items.length === 1 && only !== undefined) {
      if (!suspicious) o.settle([{ seq: only.seq, outcome: 'rejected', code: error.code }]);
      o.log('outbox.poison', { seq: only.seq, code: error.code });
    }
    limit = Math.max(1, Math.floor(items.length / 2));
    return true;
  }

  /** Returns how many rows the hub wants later or said nothing of. */
  function settle(items: IngestItem[], reply: IngestResponse): number {
    const sent = new Set(items.map((i) => i.seq));
    const known = reply.outcomes.filter((r) => sent.has(r.seq) && r.outcome !== 'retry');
    o.settle(known);
    for (const r of known)
      if (r.outcome === 'conflict' || r.outcome === 'rejected')
        o.log('outbox.dead', { seq: r.seq, code: r.code ?? r.outcome });
    return sent.size - new Set(known.map((r) => r.seq)).size;
  }

  return {
    kick,
    /** Holds everything back for `ms`: many terminals that return at once must not come in step. */
    pause: wait,
    stop(): void {
      stopped = true;
      cancelWait?.();
    },
  };
}
