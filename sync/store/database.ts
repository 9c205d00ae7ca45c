import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { type Failure, ok, type Result } from '../../contracts/result.ts';
import { classify, type StoreFaultCode, storeError } from './faults.ts';
import { migrate } from './migrations/index.ts';

export const DATABASE_FILE = 'terminal.db';
const BUSY_MS = 2_000;
const CHECKPOINT_PAGES = 1_000;

/**
 * What must hold of every connection; each is read back, and a database that does not take one is not used.
 * `synchronous=FULL` (2) makes each commit an fsync: with WAL alone SQLite makes none.
 */
const PRAGMAS: readonly [name: string, set: string, expected: string | number][] = [
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['busy_timeout', String(BUSY_MS), BUSY_MS],
];

export interface DatabaseOptions {
  dir: string;
  terminalId: string;
  newId: () => string;
  /** `quick` reads every page; `full` holds the indexes against the tables too, after a fault of the disk. */
  check: 'quick' | 'full';
  /** WAL pages after which SQLite checkpoints by itself; default 1,000. */
  checkpointPages?: number | undefined;
}
export interface Opened {
  db: Database;
  epoch: string;
}

/**
 * Opens `<dir>/terminal.db` and brings its schema up to date.
 * Errors: `store.locked` another process has it · `store.future` a newer version wrote it · `store.corrupt` ·
 * `store.full` · `store.fault`.
 */
export function openDatabase(o: DatabaseOptions): Result<Opened, Failure<StoreFaultCode | 'store.future'>> {
  let db: Database | null = null;
  try {
    db = new Sqlite(join(o.dir, DATABASE_FILE), { timeout: BUSY_MS });
    setPragmas(db, o.checkpointPages ?? CHECKPOINT_PAGES);
    // With EXCLUSIVE the lock is taken by the first write and then kept.
    db.exec('begin immediate; commit');
    const migrated = migrate(db);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    const checked = db.pragma(o.check === 'full' ? 'integrity_check(1)' : 'quick_check(1)', { simple: true });
    if (checked !== 'ok') throw storeError('SQLITE_CORRUPT', 'the database contradicts itself');
    return ok({ db, epoch: identity(db, o.terminalId, o.newId) });
  } catch (e) {
    db?.close();
    return { ok: false, error: classify(e) };
  }
}

function setPragmas(db: Database, checkpointPages: number): void {
  const checkpoint = ['wal_autocheckpoint', String(checkpointPages), checkpointPages] as const;
  for (const [name, set, expected] of [...PRAGMAS, checkpoint]) {
    db.pragma(`${name} = ${set}`);
    const actual = db.pragma(name, { simple: true });
    if (actual !== expected) throw storeError('SQLITE_IOERR', `${name} is ${actual}`);
  }
}

/** The epoch is made once, with the database. A database of another terminal is put aside like a corrupt one. */
function identity(db: Database, terminalId: string, newId: () => string): string {
  const row = db.prepare('select terminal_id as terminalId, epoch from meta where id = 1').get() as
    | { terminalId: string; epoch: string }
    | undefined;
  if (row !== undefined && row.terminalId === terminalId) return row.epoch;
  if (row !== undefined) throw storeError('SQLITE_CORRUPT', 'the database is of another terminal');
  const epoch = newId();
  db.prepare('insert into meta (id, terminal_id, epoch) values (1, ?, ?)').run(terminalId, epoch);
  return epoch;
}
