import { fullJitter } from '../../contracts/backoff.ts';
import type { Timers } from '../../contracts/clock.ts';
import { type IngestItem, type IngestResponse, MAX_ITEMS, type Outcome } from '../../contracts/ingest.ts';
import type { TerminalStore } from '../store/store.ts';
import type { HubFailure, HubResult } from './http.ts';
import { createParking } from './parking.ts';

export interface UploaderOptions {
  store: Pick<TerminalStore, 'nextBatch' | 'settle' | 'epoch'>;
  /** One delivery; authentication is the caller's. */
  send: (items: IngestItem[], epoch: string) => Promise<HubResult<IngestResponse>>;
  /** The hub has other bytes under a number of ours. */
  onConflict: () => void;
  timers: Timers;
  random: () => number;
  log: (event: string, data?: Record<string, unknown>) => void;
}
interface Flight {
  items: IngestItem[];
  epoch: string;
  reply: Promise<HubResult<IngestResponse>>;
}

/** Refusals that blame what was sent: the batch is cut until the row at fault stands alone. */
const BLAMES_ROWS = new Set([
  'input.invalid',
  'input.tooLarge',
  'ingest.badBody',
  'ingest.badHash',
  'ingest.unknownKind',
]);
/** Any other refusal is the hub's own trouble, until it has come this often in a row: then a row may be behind it. */
const SUSPECT_AFTER = 3;
/** So many rows refused one by one, and none taken: it is not the rows. */
const MAX_SUSPECTS = 10;
/** The store could not keep what the hub answered; the rows stay ready and the hub will know them. */
const NOT_KEPT: HubFailure = { code: 'store.fault' };
/** Batches on the way at once: the hub works on one while the next is read and opened. */
const WINDOW = 2;

/**
 * Sends what is ready, in order of seq, for as long as it takes: no time-to-live, no attempt limit. A row is settled
 * only by the hub's own outcome for it, or when the hub refuses it alone while it takes others.
 */
export function createUploader(o: UploaderOptions) {
  let attempt = 0;
  let limit = MAX_ITEMS;
  let started = false;
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  let cancelWait: (() => void) | null = null;
  const parking = createParking({ timers: o.timers, random: o.random, onDue: kick });

  /** Sends now, unless it has not begun, waits out a failure, or is at it. */
  function kick(): void {
    if (!started || stopped || cancelWait !== null) return;
    if (running !== null) {
      again = true;
      return;
    }
    again = false;
    running = run().then(() => {
      running = null;
      if (again) kick();
    });
  }

  async function run(): Promise<void> {
    const failure = await pass();
    if (failure === null) {
      attempt = 0;
      return;
    }
    const ms = Math.max(failure.retryAfterMs ?? 0, fullJitter(attempt, o.random()));
    attempt += 1;
    if (stopped) return;
    o.log('outbox.wait', { code: failure.code, attempt, ms });
    wait(ms);
  }

  function wait(ms: number): void {
    cancelWait?.();
    cancelWait = o.timers.after(ms, () => {
      cancelWait = null;
      kick();
    });
  }

  /** Once through all that is ready. null = nothing is left to try now. */
  async function pass(): Promise<HubFailure | null> {
    const refused: { seq: number; failure: HubFailure }[] = [];
    let taken = false;
    let after = 0;
    let flying: Flight[] = [];

    while (!stopped && (taken || refused.length < MAX_SUSPECTS)) {
      while (flying.length < (limit === MAX_ITEMS ? WINDOW : 1)) {
        const { items, upTo } = o.store.nextBatch(after, limit, parking.closed());
        if (items.length === 0) break;
        after = upTo;
        flying.push(launch(items));
      }
      const first = flying.shift();
      if (first === undefined) break;
      const reply = await first.reply;
      if (reply.ok) {
        if (!settle(first, reply.value)) return NOT_KEPT;
        taken = true;
        limit = Math.min(MAX_ITEMS, limit * 2);
        continue;
      }
      // What flew behind it is landed first: what it tells counts, whatever became of this one.
      taken = (await land(flying)) || taken;
      flying = [];
      if (!isOfRows(reply.error, attempt >= SUSPECT_AFTER)) return reply.error;
      const seq = first.items[0]?.seq ?? 0;
      limit = Math.max(1, Math.floor(first.items.length / 2));
      after = first.items.length > 1 ? seq - 1 : seq;
      if (first.items.length === 1) refused.push({ seq, failure: reply.error });
    }
    await land(flying);
    for (const { seq, failure } of refused) setAside(seq, failure);
    if (!taken && refused.length >= MAX_SUSPECTS) return refused.at(-1)?.failure ?? null;
    return sendLone(taken);
  }

  /** Rows that were refused alone before, each alone again. */
  async function sendLone(tookOthers: boolean): Promise<HubFailure | null> {
    let takes = tookOthers;
    let refusals = 0;
    for (const seq of parking.lone(takes)) {
      if (stopped) return null;
      const { items } = o.store.nextBatch(seq - 1, 1);
      if (items[0]?.seq !== seq) {
        parking.leave(seq);
        continue;
      }
      const flight = launch(items);
      const reply = await flight.reply;
      if (reply.ok) {
        if (!settle(flight, reply.value)) return NOT_KEPT;
        takes = true;
        continue;
      }
      const { error } = reply;
      if (!isOfRows(error, true)) return error;
      refusals += 1;
      // Believed only of a hub that takes other rows: else it is the hub that is out of order.
      if (!takes || !BLAMES_ROWS.has(error.code)) setAside(seq, error);
      else if (!settleOne({ seq, outcome: 'rejected', code: error.code }, flight.epoch)) return NOT_KEPT;
      if (!takes && refusals >= MAX_SUSPECTS) return error;
    }
    return parking.isFull() ? { code: 'busy' } : null;
  }

  function setAside(seq: number, { code }: HubFailure): void {
    o.log('outbox.setAside', { seq, code });
    parking.park([seq], BLAMES_ROWS.has(code) ? 'blamed' : 'alone');
  }

  function launch(items: IngestItem[]): Flight {
    const { epoch } = o.store;
    return { items, epoch, reply: o.send(items, epoch) };
  }

  /** True when one of them was taken. */
  async function land(flights: readonly Flight[]): Promise<boolean> {
    let taken = false;
    for (const flight of flights) {
      const reply = await flight.reply;
      if (reply.ok && settle(flight, reply.value)) taken = true;
    }
    return taken;
  }

  /** False when the outcomes could not be kept. Rows that the hub wants later, or said nothing of, are parked. */
  function settle({ items, epoch }: Flight, reply: IngestResponse): boolean {
    const open = new Set(items.map((i) => i.seq));
    const known = reply.outcomes.filter((r) => r.outcome !== 'retry' && open.delete(r.seq));
    if (!o.store.settle(known, epoch)) return false;
    for (const r of known) done(r);
    parking.park([...open], 'later');
    return true;
  }

  function settleOne(outcome: Outcome, epoch: string): boolean {
    if (!o.store.settle([outcome], epoch)) return false;
    done(outcome);
    return true;
  }

  function done(r: Outcome): void {
    parking.leave(r.seq);
    if (r.outcome !== 'conflict' && r.outcome !== 'rejected') return;
    o.log('outbox.dead', { seq: r.seq, code: r.code ?? r.outcome });
    if (r.outcome === 'conflict') o.onConflict();
  }

  return {
    kick,
    isBusy: (): boolean => running !== null,
    /** Resolves when nothing is being sent. */
    idle: (): Promise<void> => running ?? Promise.resolve(),
    /** The hub is there: begins, or begins anew, after `delayMs`, whatever was being waited for. */
    resume(delayMs: number): void {
      if (stopped) return;
      started = true;
      attempt = 0;
      cancelWait?.();
      cancelWait = null;
      if (delayMs > 0) wait(delayMs);
      else kick();
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelWait?.();
      parking.stop();
      await running;
    },
  };
}

/** May it be the rows, not the hub? `often`: the same has come again and again. */
function isOfRows({ code, status = 0 }: HubFailure, often: boolean): boolean {
  // A filter on the way that dislikes some words answers with a page and a status of its own.
  const filtered = code === 'hub.notOurs' && status >= 400 && status <= 500;
  return BLAMES_ROWS.has(code) || (often && (code === 'internal' || filtered));
}
