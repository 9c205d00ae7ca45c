import { createHmac } from 'node:crypto';
import { MAX_BODY_BYTES, type Outcome } from '../../contracts/ingest.ts';
import type { RatingBody } from '../../contracts/rating.ts';
import type { Asset, Reference } from '../../contracts/reference.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { type BlobLane, createBlobStore } from '../blobs/blob-store.ts';
import type { RecordKind, Store, StoreOptions } from '../types.ts';
import { type Disk, type Parts, realDisk, startEngine } from './engine.ts';
import type { Anchor } from './event-time.ts';
import type { Batch, DeadRow } from './outbox.ts';
import { assetsOf } from './references.ts';
import { deriveKey } from './seal.ts';

/** What the link to the hub needs besides `Store`. */
export interface TerminalStore extends Store {
  /** The next rows to send after seq `after`, without held rows and those in `skip`. */
  nextBatch(after: number, limit?: number, skip?: ReadonlySet<number>): Batch;
  /**
   * The hub's outcomes, in one durable commit; those of another `epoch` than the present one are passed over.
   * False when they could not be kept: the rows stay ready.
   */
  settle(outcomes: readonly Outcome[], epoch?: string): boolean;
  /**
   * What the hub says it holds of this epoch, at its time `serverMs`. A hub that holds a number which this database
   * never gave out has met another copy of it (restored from a backup, cloned): then a new epoch begins.
   */
  reconcile(ranges: readonly (readonly [number, number])[], serverMs: number): Reconciled;
  putAnchor(anchor: Anchor): void;
  putReference(reference: Reference): void;
  /** False when the bytes are not those of the hash, or could not be kept. */
  putAsset(asset: Asset, bytes: Uint8Array): boolean;
  /** The blobs' own lane, and what is told of them. */
  readonly blobs: BlobLane;
  /** Now and then (half a minute): makes room, refills the ballast, reopens after a fault. */
  maintain(): void;
}

export interface Reconciled {
  /** Rows that the hub lacks and that are ready again. */
  again: number;
  confirmed: number;
  purged: number;
  newEpoch: boolean;
}

/** An acknowledged row is kept this long after a reconciliation has confirmed it. */
export const GRACE_MS = 7 * 86_400_000;
const BALLAST_BYTES = 16 * 1024 * 1024;
const BLOB_QUOTA_BYTES = 8 * 1024 * 1024 * 1024;

/**
 * Opens the terminal's store. A corrupt database is moved aside whole and a new one begun (new epoch), with the
 * unsent rows that could be saved. Errors: `store.locked`, `store.future`, `store.full`, `store.fault`,
 * `store.corrupt` (not even a new database holds).
 */
export function openStore(o: StoreOptions, disk: Disk = realDisk): Result<TerminalStore> {
  const listeners = new Set<() => void>();
  /** Ratings that may still be added to: id → seq and the boot time at which the hold ends by itself. */
  const holds = new Map<string, { seq: number; until: number }>();
  /** Saves that were answered as failed although their bytes may be on the disk: nobody was told of a seq. */
  const doubtful = new Set<string>();
  const busyBlobs = new Set<string>();
  const ballastBytes = o.ballastBytes ?? BALLAST_BYTES;
  let reference: Reference | null = null;
  let epoch = '';
  let lastQueue = { ready: 0, dead: 0, oldestMs: 0 };

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  function onOpen({ outbox, ratings, references, blobs, records }: Parts): void {
    for (const id of doubtful) {
      const seq = ratings.seqOf(id);
      if (seq !== null && outbox.remove(seq)) ratings.remove(id);
      const other = blobs.seqOf(id) ?? records.seqOf(id);
      if (other !== null) outbox.remove(other);
    }
    doubtful.clear();
    // Another database: its numbers are not those that are held.
    if (outbox.epoch() !== epoch) holds.clear();
    epoch = outbox.epoch();
    reference = references.load();
  }

  const started = startEngine({
    ...o,
    ballastBytes,
    disk,
    graceMs: GRACE_MS,
    busyBlobs,
    onOpen,
    onFault: changed,
  });
  if (!started.ok) return started;
  const engine = started.value;
  const blobStore = createBlobStore({
    dir: o.dir,
    key: o.key,
    quotaBytes: o.blobQuotaBytes ?? BLOB_QUOTA_BYTES,
    reserveBytes: 2 * ballastBytes,
    busy: busyBlobs,
    engine,
    onChange: changed,
    onDoubt: (id) => void doubtful.add(id),
  });

  /** What a reading answers while the database is closed. */
  function read<T>(work: (p: Parts) => T, otherwise: T): T {
    const done = engine.use(work);
    return done.ok ? done.value : otherwise;
  }

  function saveRating(body: RatingBody, holdMs: number): Result<{ seq: number }> {
    const fault = engine.fault();
    if (fault !== null) return fail(fault);
    const bytes = Buffer.from(JSON.stringify(body));
    const saved = engine.use(({ db, outbox, ratings }) =>
      db.transaction(() => {
        const seq = outbox.add('rating', bytes);
        ratings.add(body.id, seq, body.case);
        return seq;
      })(),
    );
    if (!saved.ok) {
      if (saved.error.code === 'store.fault') doubtful.add(body.id);
      return saved;
    }
    holds.set(body.id, { seq: saved.value, until: o.clock.boottimeMs() + holdMs });
    changed();
    return ok({ seq: saved.value });
  }

  /** The seq of a rating that is still held. */
  function heldSeq(id: string): number | null {
    const hold = holds.get(id);
    return hold !== undefined && o.clock.boottimeMs() < hold.until ? hold.seq : null;
  }

  function amendRating(body: RatingBody): Result<null> {
    const seq = heldSeq(body.id);
    if (seq === null) return fail('undo.late');
    const bytes = Buffer.from(JSON.stringify(body));
    const done = engine.use(({ outbox }) => outbox.replace(seq, 'rating', bytes));
    if (!done.ok) return done;
    return done.value ? ok(null) : fail('undo.late');
  }

  function withdrawRating(id: string): Result<null> {
    const seq = heldSeq(id);
    if (seq === null) return fail('undo.late');
    const done = engine.use(({ db, outbox, ratings }) =>
      db.transaction(() => {
        const wiped = outbox.wipe(seq);
        if (wiped) ratings.withdraw(id);
        return wiped;
      })(),
    );
    if (!done.ok) return done;
    if (!done.value) return fail('undo.late');
    holds.delete(id);
    changed();
    return ok(null);
  }

  /** Seqs that may not be sent now. */
  function heldNow(): Set<number> {
    const now = o.clock.boottimeMs();
    for (const [id, hold] of holds) if (now >= hold.until) holds.delete(id);
    return new Set([...holds.values()].map((h) => h.seq));
  }

  function nextBatch(after: number, limit?: number, skip: ReadonlySet<number> = new Set()): Batch {
    const held = heldNow();
    const unsendable = { has: (seq: number) => held.has(seq) || skip.has(seq) };
    return read(({ outbox }) => outbox.next(after, unsendable, limit), { items: [], upTo: after });
  }

  function settle(outcomes: readonly Outcome[], ofEpoch = epoch): boolean {
    if (ofEpoch !== epoch) return true;
    const done = engine.use(({ outbox }) => outbox.settle(outcomes));
    if (done.ok) changed();
    return done.ok;
  }

  function reconcile(ranges: readonly (readonly [number, number])[], serverMs: number): Reconciled {
    const top = ranges.reduce((highest, [, to]) => Math.max(highest, to), 0);
    const nothing = { again: 0, confirmed: 0, purged: 0, newEpoch: false };
    const result = read(({ outbox, ratings, blobs }) => {
      if (top > outbox.last()) {
        outbox.beginEpoch(o.newId());
        epoch = outbox.epoch();
        blobs.sendAgain();
        return { ...nothing, newEpoch: true };
      }
      const counts = outbox.reconcile(ranges, serverMs, GRACE_MS);
      if (counts.again > 0) blobs.sendAgain();
      ratings.forget();
      return { ...counts, newEpoch: false };
    }, nothing);
    if (result.again > 0 || result.newEpoch) changed();
    return result;
  }

  function saveRecord(kind: RecordKind, body: { id: string }): Result<{ seq: number }> {
    const saved = saveRecords(kind, [body]);
    return saved.ok ? ok({ seq: saved.value.seqs[0] ?? 0 }) : saved;
  }

  function saveRecords(
    kind: RecordKind,
    bodies: readonly { id: string }[],
  ): Result<{ seqs: readonly number[] }> {
    const fault = engine.fault();
    if (fault !== null) return fail(fault);
    const rows = bodies.map((body) => ({ id: body.id, bytes: Buffer.from(JSON.stringify(body)) }));
    if (rows.some((r) => r.bytes.length > MAX_BODY_BYTES)) return fail('input.tooLarge');
    const saved = engine.use(({ db, outbox, records }) =>
      db.transaction(() =>
        rows.map(({ id, bytes }) => {
          const known = records.seqOf(id);
          if (known !== null) return known;
          const seq = outbox.add(kind, bytes);
          records.add(id, seq);
          return seq;
        }),
      )(),
    );
    if (!saved.ok) {
      if (saved.error.code === 'store.fault') for (const { id } of rows) doubtful.add(id);
      return saved;
    }
    changed();
    return ok({ seqs: saved.value });
  }

  function putReference(next: Reference): void {
    const done = engine.use(({ references, assets }) => {
      references.put(next);
      assets.keepOnly(new Set(assetsOf(next).map((a) => a.sha256)));
    });
    if (!done.ok) return;
    reference = next;
    changed();
  }

  const holderKey = deriveKey(o.key, 'holder');

  return ok({
    get epoch() {
      return epoch;
    },
    get recovered() {
      return engine.recovered();
    },
    saveRating,
    amendRating,
    withdrawRating,
    release(id) {
      if (holds.delete(id)) changed();
    },
    hasRated: (caseNo, stage) => read(({ ratings }) => ratings.has(caseNo, stage), false),
    saveRecord,
    saveRecords,
    record: (id) => read(({ records }) => records.stateOf(id), null),
    putDocument(name, text) {
      const done = engine.use(({ documents }) => documents.put(name, text, o.clock.wallMs()));
      return done.ok ? ok(null) : done;
    },
    document: (name) => read(({ documents }) => documents.get(name), null),
    documentNames: (prefix) => read(({ documents }) => documents.names(prefix), []),
    removeDocument: (name) => void engine.use(({ documents }) => documents.remove(name)),
    forgetDocuments: (prefix, beforeMs) =>
      void engine.use(({ documents }) => documents.removeOlder(prefix, beforeMs)),
    holderOf: (idNumber) => createHmac('sha256', holderKey).update(idNumber).digest('hex'),
    queue() {
      lastQueue = read(({ outbox }) => ({ ...outbox.count(), oldestMs: outbox.oldestMs() }), lastQueue);
      return lastQueue;
    },
    dead: () => read<DeadRow[]>(({ outbox }) => outbox.dead(), []),
    requeue(seq) {
      const done = engine.use(({ db, outbox, blobs }) =>
        db.transaction(() => {
          const requeued = outbox.requeue(seq);
          if (requeued) blobs.revive(seq);
          return requeued;
        })(),
      );
      if (!done.ok) return done;
      if (!done.value) return fail('not.found');
      changed();
      return ok(null);
    },
    exportDead: () => JSON.stringify(read(({ outbox }) => outbox.deadSealed(), [])),
    reference: () => reference,
    asset: (sha256) => read(({ assets }) => assets.get(sha256), null),
    fault: engine.fault,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      blobStore.close();
      engine.close();
    },
    stageBlob: blobStore.stageBlob,
    discardBlobs: blobStore.discardBlobs,
    saveMaterial: blobStore.saveMaterial,
    material: blobStore.material,
    blobUsage: blobStore.blobUsage,

    nextBatch,
    settle,
    reconcile,
    putAnchor: (anchor) => void engine.use(({ anchors }) => anchors.put(anchor)),
    putReference,
    putAsset: (asset, bytes) => read(({ assets }) => assets.put(asset, bytes), false),
    blobs: blobStore.lane,
    maintain() {
      engine.maintain();
      blobStore.purge();
    },
  });
}
