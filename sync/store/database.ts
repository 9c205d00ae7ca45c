import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { classify, type StoreFaultCode } from './faults.ts';
import { migrate } from './migrations/index.ts';

export const DATABASE_FILE = 'terminal.db';
const BUSY_MS = 2_000;
export const CHECKPOINT_PAGES = 1_000;

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

export interface Opened {
  db: Database;
  epoch: string;
}

/**
 * Opens `<dir>/terminal.db` for this process alone and brings its schema up to date. The lock is SQLite's own and
 * ends with the process, however it ends.
 * Errors: `store.locked` another process has it · `store.future` a newer version wrote it · `store.corrupt` ·
 * `store.full` · `store.fault`.
 */
export function openDatabase(
  dir: string,
  terminalId: string,
  newId: () => string,
  checkpointPages = CHECKPOINT_PAGES,
): Result<Opened> {
  let db: Database | null = null;
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    db = new Sqlite(join(dir, DATABASE_FILE), { timeout: BUSY_MS });
    const checkpoint = ['wal_autocheckpoint', String(checkpointPages), checkpointPages] as const;
    for (const [name, set, expected] of [...PRAGMAS, checkpoint]) {
      db.pragma(`${name} = ${set}`);
      const actual = db.pragma(name, { simple: true });
      if (actual !== expected)
        throw Object.assign(new Error(`${name} is ${actual}`), { code: 'SQLITE_IOERR' });
    }
    // With EXCLUSIVE the lock is taken by the first write and then kept.
    db.exec('begin immediate; commit');
    const migrated = migrate(db);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    if (db.pragma('quick_check', { simple: true }) !== 'ok')
      throw Object.assign(new Error('quick_check'), { code: 'SQLITE_CORRUPT' });
    return ok({ db, epoch: identity(db, terminalId, newId) });
  } catch (e) {
    db?.close();
    const fault = classify(e);
    return fail(fault.code satisfies StoreFaultCode, fault.detail);
  }
}

/** The epoch is made once, with the database; a database of another terminal starts a new one. */
function identity(db: Database, terminalId: string, newId: () => string): string {
  const row = db.prepare('select terminal_id as terminalId, epoch from meta where id = 1').get() as
    | { terminalId: string; epoch: string }
    | undefined;
  if (row !== undefined && row.terminalId === terminalId) return row.epoch;
  if (row !== undefined)
    throw Object.assign(new Error('database of another terminal'), { code: 'SQLITE_CORRUPT' });
  const epoch = newId();
  db.prepare('insert into meta (id, terminal_id, epoch) values (1, ?, ?)').run(terminalId, epoch);
  return epoch;
}
