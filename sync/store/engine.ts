import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { materialBody } from '../../contracts/material.ts';
import { uuid } from '../../contracts/primitives.ts';
import { ratingBody } from '../../contracts/rating.ts';
import { type Failure, fail, ok, type Result } from '../../contracts/result.ts';
import { type BlobRows, openBlobRows } from '../blobs/rows.ts';
import { purgeFiles, sweep } from '../blobs/sweep.ts';
import type { Store, StoreOptions } from '../types.ts';
import { type Assets, openAssets } from './assets.ts';
import { openBallast } from './ballast.ts';
import { openDatabase } from './database.ts';
import { openDocuments } from './documents.ts';
import { type ClockAnchors, clockAnchors } from './event-time.ts';
import { classify, type StoreFaultCode } from './faults.ts';
import { lockDirectory } from './lock.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { finishQuarantine, markSalvaged, quarantine, quarantined, unsalvaged } from './quarantine.ts';
import { openRatings, type Ratings } from './ratings.ts';
import { openRecords, type Records } from './records.ts';
import { openReferences } from './references.ts';
import { type Salvaged, salvage } from './salvage.ts';

/** The open database, by what it is used for. */
export interface Parts {
  db: Database;
  outbox: Outbox;
  ratings: Ratings;
  anchors: ClockAnchors;
  assets: Assets;
  blobs: BlobRows;
  references: ReturnType<typeof openReferences>;
  records: Records;
  documents: ReturnType<typeof openDocuments>;
}

/** What touches the disk; tests hand in one that fails. */
export const realDisk = { openDatabase, openBallast };
export type Disk = typeof realDisk;

interface EngineOptions extends StoreOptions {
  ballastBytes: number;
  disk: Disk;
  /** An acknowledged and confirmed row is kept this long, ms. */
  graceMs: number;
  /** Blobs whose files are being written, or whose rows are not there yet: no sweep touches them. */
  busyBlobs: ReadonlySet<string>;
  /** Each time the database is opened, inside the transaction that ends the opening. */
  onOpen: (parts: Parts) => void;
  onFault: () => void;
}
export type Fault = ReturnType<Store['fault']>;
type OpenFailure = Failure<StoreFaultCode | 'store.future'>;

export interface Engine {
  /**
   * One piece of work on the database: a transaction, or statements of which none is lost without the others. After
   * a full disk it is run once more with the ballast given up.
   */
  use<T>(work: (parts: Parts) => T): Result<T, Failure<'store.full' | 'store.fault'>>;
  /** A fault of the disk outside the database: as if a piece of work had met it. */
  broken(error: unknown): Failure<'store.full' | 'store.fault'>;
  /** Purges what may go and shortens the log. */
  makeRoom(): void;
  fault(): Fault;
  recovered(): Store['recovered'];
  /** Now and then: makes room, refills the ballast, reopens after a fault. */
  maintain(): void;
  close(): void;
}

/**
 * Keeps the database open through the faults of its disk:
 * full → gives up the ballast, finishes what was begun, refuses new work until there is room again;
 * fault → closes, reopens with a full check, stays at fault for as long as that fails;
 * corrupt → puts the files aside, begins a new database and saves the unsent rows into it.
 * Errors: `store.locked`, `store.future`, `store.full`, `store.fault`, `store.corrupt`.
 */
export function startEngine(o: EngineOptions): Result<Engine, OpenFailure> {
  try {
    mkdirSync(o.dir, { recursive: true, mode: 0o700 });
  } catch (e) {
    return { ok: false, error: classify(e) };
  }
  const lock = lockDirectory(o.dir);
  if (!lock.ok) return lock;
  const ballast = o.disk.openBallast(o.dir, o.ballastBytes);
  let parts: Parts | null = null;
  let fault: Fault = null;
  let recovered: Store['recovered'] = null;
  let wasCorrupt = false;
  let closed = false;
  let swept = false;

  function setFault(next: Fault): void {
    if (fault === next) return;
    fault = next;
    o.onFault();
  }

  /** Opens the database; one that is corrupt is put aside when `mayReplace`. */
  function open(check: 'quick' | 'full', mayReplace: boolean): Result<Parts, OpenFailure> {
    let db: Database | null = null;
    try {
      finishQuarantine(o.dir);
      const options = { ...o, check };
      let opened = o.disk.openDatabase(options);
      if (!opened.ok && opened.error.code === 'store.corrupt' && mayReplace) {
        quarantine(o.dir, o.clock.wallMs());
        opened = o.disk.openDatabase(options);
      }
      if (!opened.ok) return opened;
      db = opened.value.db;
      const next = partsOf(o, db, opened.value.epoch);
      fill(next);
      return ok(next);
    } catch (e) {
      db?.close();
      return { ok: false, error: classify(e) };
    }
  }

  /** Saves what was put aside and not yet saved, be it by an earlier process that did not come to it. */
  function fill(next: Parts): void {
    const names = unsalvaged(o.dir);
    let saved = 0;
    next.db.transaction(() => {
      for (const name of names)
        for (const row of salvage(join(o.dir, quarantined(name)), o.key)) if (restore(next, row)) saved += 1;
      o.onOpen(next);
    })();
    const last = names.at(-1);
    if (!swept || last !== undefined) {
      const aside = last === undefined ? null : join(o.dir, quarantined(last), 'cas');
      sweep({ dir: o.dir, rows: next.blobs, busy: o.busyBlobs, aside });
      swept = true;
    }
    for (const name of names) markSalvaged(o.dir, name);
    if (last !== undefined) recovered = { quarantined: quarantined(last), salvaged: saved };
  }

  function shut(): void {
    try {
      parts?.db.close();
    } catch (e) {
      classify(e);
    }
    parts = null;
  }

  function broken(e: unknown): Failure<'store.full' | 'store.fault'> {
    const { code, detail = code } = classify(e);
    if (closed) return { code: 'store.fault', detail };
    if (code === 'store.full') {
      ballast.release();
      setFault('store.full');
      return { code, detail };
    }
    wasCorrupt = code === 'store.corrupt';
    shut();
    setFault('store.fault');
    return { code: 'store.fault', detail };
  }

  function use<T>(work: (parts: Parts) => T): Result<T, Failure<'store.full' | 'store.fault'>> {
    for (let tries = 1; parts !== null; tries += 1) {
      try {
        return ok(work(parts));
      } catch (e) {
        const failure = broken(e);
        if (failure.code !== 'store.full' || tries > 1) return { ok: false, error: failure };
      }
    }
    return fail('store.fault');
  }

  function maintain(): void {
    if (closed) return;
    if (parts === null) {
      const opened = open('full', wasCorrupt);
      if (!opened.ok) return;
      parts = opened.value;
      wasCorrupt = false;
    }
    if (fault === 'store.full') makeRoom();
    if (parts !== null) setFault(ballast.refill() ? null : 'store.full');
  }

  /** The log's, and that of rows which the hub is known to hold for longer than the grace. */
  function makeRoom(): void {
    use(({ db, outbox, anchors, blobs }) => {
      const now = anchors.hubNow(o.clock);
      if (now !== null) outbox.purge(now - o.graceMs);
      purgeFiles({ dir: o.dir, rows: blobs, busy: o.busyBlobs });
      db.pragma('wal_checkpoint(TRUNCATE)');
    });
  }

  let first = open('quick', true);
  if (!first.ok && first.error.code === 'store.full') {
    ballast.release();
    first = open('quick', true);
  }
  if (!first.ok) {
    lock.value.release();
    return first;
  }
  parts = first.value;
  if (!ballast.refill()) fault = 'store.full';

  return ok({
    use,
    broken,
    makeRoom,
    fault: () => fault,
    recovered: () => recovered,
    maintain,
    close() {
      if (closed) return;
      closed = true;
      shut();
      lock.value.release();
    },
  });
}

function partsOf(o: EngineOptions, db: Database, epoch: string): Parts {
  const anchors = clockAnchors(db);
  return {
    db,
    outbox: openOutbox({ ...o, db, epoch, anchorOf: anchors.of }),
    ratings: openRatings(db, o.key),
    anchors,
    assets: openAssets(db, o.dir),
    blobs: openBlobRows(db),
    references: openReferences(db),
    records: openRecords(db),
    documents: openDocuments(db, o.key),
  };
}

/** False when it is there already: the folder was salvaged before and the power went before that was noted. */
function restore({ outbox, ratings, blobs, records }: Parts, row: Salvaged): boolean {
  const rating = row.kind === 'rating' ? parsed(ratingBody, row.body) : null;
  const material = row.kind === 'material' ? parsed(materialBody, row.body) : null;
  if (rating !== null && ratings.seqOf(rating.id) !== null) return false;
  if (material !== null && blobs.seqOf(material.id) !== null) return false;
  const record = rating === null && material === null ? parsed(identified, row.body) : null;
  if (record !== null && records.seqOf(record.id) !== null) return false;
  const seq = outbox.add(row.kind, row.body, row.stamp);
  if (row.deadCode !== null) outbox.kill(seq, row.deadCode);
  if (rating !== null) ratings.add(rating.id, seq, rating.case);
  if (record !== null) records.add(record.id, seq);
  if (material !== null) {
    blobs.addMaterial(material.id, seq);
    // Its file lies where it lay; the sweep that follows finds out if it does not.
    blobs.stage(material.document);
    blobs.link(seq, material.document.sha256);
  }
  return true;
}

/** What every row of the other kinds has. */
const identified = z.object({ id: uuid });

function parsed<T>(schema: z.ZodType<T>, body: Buffer): T | null {
  try {
    return schema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}
