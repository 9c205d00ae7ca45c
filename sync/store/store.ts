import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Outcome } from '../../contracts/ingest.ts';
import type { Stage } from '../../contracts/primitives.ts';
import { type RatingBody, ratingBody } from '../../contracts/rating.ts';
import { type Asset, type Reference, reference as referenceSchema } from '../../contracts/reference.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { Store, StoreOptions } from '../types.ts';
import { openAssets } from './assets.ts';
import { openBallast } from './ballast.ts';
import { openDatabase } from './database.ts';
import { type Anchor, clockAnchors } from './event-time.ts';
import { classify, type StoreFaultCode } from './faults.ts';
import { type Batch, openOutbox } from './outbox.ts';
import { openRatings } from './ratings.ts';
import { quarantine, type Salvaged, salvage } from './salvage.ts';
import { deriveKey } from './seal.ts';

/** What the link to the hub needs besides `Store`. */
export interface TerminalStore extends Store {
  /** The next rows to send after seq `after`, held rows left out. */
  nextBatch(after: number, limit?: number): Batch;
  settle(outcomes: readonly Outcome[]): void;
  reconcile(
    ranges: readonly (readonly [number, number])[],
    serverMs: number,
  ): { again: number; confirmed: number; purged: number };
  putAnchor(anchor: Anchor): void;
  putReference(reference: Reference): void;
  putAsset(asset: Asset, bytes: Uint8Array): boolean;
  /** Now and then (half a minute): refills the ballast, reopens after a fault. */
  maintain(): void;
}

const BALLAST_BYTES = 16 * 1024 * 1024;
/** An acknowledged row is kept this long after a reconciliation has confirmed it. */
export const GRACE_MS = 7 * 86_400_000;

interface Inner {
  db: Database;
  epoch: string;
  outbox: ReturnType<typeof openOutbox>;
  ratings: ReturnType<typeof openRatings>;
  anchors: ReturnType<typeof clockAnchors>;
  assets: ReturnType<typeof openAssets>;
}

/**
 * Opens the terminal's store. A corrupt database is moved aside whole and a new one begun (new epoch), with the
 * unsent rows that could be saved. Errors: `store.locked`, `store.future`, `store.full`, `store.fault`.
 */
export function openStore(o: StoreOptions): Result<TerminalStore> {
  const caseKey = deriveKey(o.key, 'case');
  const ballast = openBallast(o.dir, o.ballastBytes ?? BALLAST_BYTES);
  const listeners = new Set<() => void>();
  /** Ratings that may still be added to: id → seq and the boot time at which the hold ends by itself. */
  const holds = new Map<string, { seq: number; until: number }>();
  /** Saves that were answered as failed although their bytes may be on the disk. */
  const doubtful = new Set<string>();
  let recovered: Store['recovered'] = null;
  let fault: 'store.full' | 'store.fault' | null = null;
  let reference: Reference | null = null;
  let inner: Inner | null = null;

  function open(): Result<Inner> {
    let opened = openDatabase(o.dir, o.terminalId, o.newId, o.checkpointPages);
    let rows: Salvaged[] = [];
    if (!opened.ok && opened.error.code === 'store.corrupt') {
      const name = `${Math.round(o.clock.wallMs())}-${o.newId()}`;
      const where = quarantine(o.dir, name);
      rows = salvage(join(o.dir, where), o.key);
      recovered = { quarantined: where, salvaged: rows.length };
      opened = openDatabase(o.dir, o.terminalId, o.newId, o.checkpointPages);
    }
    if (!opened.ok) return opened;
    const { db, epoch } = opened.value;
    const anchors = clockAnchors(db);
    const outbox = openOutbox({
      db,
      terminalId: o.terminalId,
      epoch,
      key: o.key,
      clock: o.clock,
      anchorOf: anchors.of,
    });
    const ratings = openRatings(db);
    const restore = (row: Salvaged): void => {
      const seq = outbox.add(row.kind, row.body, row.stamp);
      const body = ratingBody.safeParse(JSON.parse(row.body.toString('utf8')));
      if (body.success) ratings.add(body.data.id, seq, hashCase(body.data.case.caseNo, body.data.case.stage));
    };
    db.transaction(() => {
      for (const row of rows) restore(row);
      for (const id of doubtful) {
        const seq = ratings.seqOf(id);
        if (seq !== null && outbox.wipe(seq)) ratings.withdraw(id);
      }
    })();
    doubtful.clear();
    reference = loadReference(db);
    return ok({ db, epoch, outbox, ratings, anchors, assets: openAssets(db, o.dir) });
  }

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  function setFault(next: typeof fault): void {
    if (fault === next) return;
    fault = next;
    changed();
  }

  /** One piece of work on the database; a failure of the disk becomes a fault of the store. */
  function use<T>(work: (i: Inner) => T): Result<T, { code: StoreFaultCode }> {
    if (inner === null) return fail('store.fault');
    try {
      return ok(work(inner));
    } catch (e) {
      const { code } = classify(e);
      if (code === 'store.full') {
        ballast.release();
        setFault('store.full');
        return fail('store.full');
      }
      inner.db.close();
      inner = null;
      holds.clear();
      setFault('store.fault');
      return fail('store.fault');
    }
  }

  function saveRating(body: RatingBody, holdMs: number): Result<{ seq: number }> {
    if (fault !== null) return fail(fault);
    const bytes = Buffer.from(JSON.stringify(body));
    const save = () =>
      use((i) =>
        i.db.transaction(() => {
          const seq = i.outbox.add('rating', bytes);
          i.ratings.add(body.id, seq, hashCase(body.case.caseNo, body.case.stage));
          return seq;
        })(),
      );
    let saved = save();
    // The disk is full: the ballast has just been given up, so this one citizen is still served.
    if (!saved.ok && saved.error.code === 'store.full') saved = save();
    if (!saved.ok) {
      doubtful.add(body.id);
      return saved;
    }
    holds.set(body.id, { seq: saved.value, until: o.clock.boottimeMs() + holdMs });
    changed();
    return ok({ seq: saved.value });
  }

  /** The seq of a rating that is still held; the hold ends by itself when its time is over. */
  function heldSeq(id: string): number | null {
    const hold = holds.get(id);
    return hold !== undefined && o.clock.boottimeMs() < hold.until ? hold.seq : null;
  }

  function amendRating(body: RatingBody): Result<null> {
    const seq = heldSeq(body.id);
    if (seq === null) return fail('undo.late');
    const done = use((i) => i.outbox.replace(seq, 'rating', Buffer.from(JSON.stringify(body))));
    if (!done.ok) return done;
    return done.value ? ok(null) : fail('undo.late');
  }

  function withdrawRating(id: string): Result<null> {
    const seq = heldSeq(id);
    if (seq === null) return fail('undo.late');
    const done = use((i) =>
      i.db.transaction(() => {
        if (!i.outbox.wipe(seq)) return false;
        i.ratings.withdraw(id);
        return true;
      })(),
    );
    if (!done.ok) return done;
    if (!done.value) return fail('undo.late');
    holds.delete(id);
    changed();
    return ok(null);
  }

  function heldNow(): Set<number> {
    const now = o.clock.boottimeMs();
    for (const [id, hold] of holds) if (now >= hold.until) holds.delete(id);
    return new Set([...holds.values()].map((h) => h.seq));
  }

  function hashCase(caseNo: string, stage: Stage): Buffer {
    return createHmac('sha256', caseKey).update(`${caseNo}|${stage}`).digest();
  }

  const valueOr = <T>(r: Result<T, { code: StoreFaultCode }>, otherwise: T): T =>
    r.ok ? r.value : otherwise;

  function maintain(): void {
    if (inner === null) {
      const opened = open();
      if (!opened.ok) return;
      inner = opened.value;
      setFault(null);
      changed();
    }
    if (ballast.refill()) {
      if (fault === 'store.full') setFault(null);
      return;
    }
    if (fault === null) setFault('store.full');
    use((i) => i.db.pragma('wal_checkpoint(TRUNCATE)'));
  }

  const first = open();
  if (!first.ok) return first;
  inner = first.value;
  let epoch = inner.epoch;
  if (!ballast.refill()) fault = 'store.full';

  return ok({
    get epoch() {
      epoch = inner?.epoch ?? epoch;
      return epoch;
    },
    get recovered() {
      return recovered;
    },
    saveRating,
    amendRating,
    withdrawRating,
    release(id) {
      if (holds.delete(id)) changed();
    },
    hasRated: (caseNo, stage) =>
      valueOr(
        use((i) => i.ratings.has(hashCase(caseNo, stage))),
        false,
      ),
    queue: () =>
      valueOr(
        use((i) => ({ ...i.outbox.count(), oldestMs: i.outbox.oldestMs() })),
        { ready: 0, dead: 0, oldestMs: 0 },
      ),
    dead: () =>
      valueOr(
        use((i) => i.outbox.dead()),
        [],
      ),
    requeue(seq) {
      const done = use((i) => i.outbox.requeue(seq));
      if (!done.ok) return done;
      changed();
      return done.value ? ok(null) : fail('not.found');
    },
    exportDead: () =>
      JSON.stringify(
        valueOr(
          use((i) => i.outbox.deadSealed()),
          [],
        ),
      ),
    reference: () => reference,
    asset: (sha256) =>
      valueOr(
        use((i) => i.assets.get(sha256)),
        null,
      ),
    fault: () => fault,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      inner?.db.close();
      inner = null;
    },

    nextBatch: (after, limit) =>
      valueOr(
        use((i) => i.outbox.next(after, heldNow(), limit)),
        { items: [], upTo: after },
      ),
    settle(outcomes) {
      if (use((i) => i.outbox.settle(outcomes)).ok) changed();
    },
    reconcile(ranges, serverMs) {
      const nothing = { again: 0, confirmed: 0, purged: 0 };
      const result = valueOr(
        use((i) => i.outbox.reconcile(ranges, serverMs, GRACE_MS)),
        nothing,
      );
      if (result.again > 0) changed();
      return result;
    },
    putAnchor(anchor) {
      use((i) => i.anchors.put(anchor));
    },
    putReference(next) {
      const done = use((i) =>
        i.db
          .prepare('insert or replace into reference (id, version, body) values (1, ?, ?)')
          .run(next.version, JSON.stringify(next)),
      );
      if (!done.ok) return;
      reference = next;
      changed();
    },
    putAsset: (asset, bytes) =>
      valueOr(
        use((i) => i.assets.put(asset, bytes)),
        false,
      ),
    maintain,
  });
}

/** The last good reference data; one that this version cannot read counts as none. */
function loadReference(db: Database): Reference | null {
  const text = db.prepare('select body from reference where id = 1').pluck().get() as string | undefined;
  if (text === undefined) return null;
  const parsed = referenceSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
