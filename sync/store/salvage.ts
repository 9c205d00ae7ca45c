import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { syncDirectory } from '../files.ts';
import { DATABASE_FILE } from './database.ts';
import type { Stamp } from './event-time.ts';
import { bodyBinding } from './outbox.ts';
import { unseal } from './seal.ts';

/** A row that was not yet acknowledged and could still be read and opened. */
export interface Salvaged {
  kind: string;
  body: Buffer;
  stamp: Stamp;
}

/** Moves a corrupt database aside, whole; returns where it lies now, relative to `dir`. */
export function quarantine(dir: string, name: string): string {
  const to = join('quarantine', name);
  mkdirSync(join(dir, to), { recursive: true, mode: 0o700 });
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    const file = `${DATABASE_FILE}${suffix}`;
    if (existsSync(join(dir, file))) renameSync(join(dir, file), join(dir, to, file));
  }
  syncDirectory(join(dir, to));
  syncDirectory(dir);
  return to;
}

/** Reads what it can of the quarantined database, row by row; a row that fails is passed over. */
export function salvage(dir: string, key: Uint8Array): Salvaged[] {
  const path = join(dir, DATABASE_FILE);
  if (!existsSync(path)) return [];
  const found: Salvaged[] = [];
  let db: Sqlite.Database | null = null;
  try {
    db = new Sqlite(path, { readonly: true, fileMustExist: true });
    const meta = db.prepare('select terminal_id as terminalId, epoch from meta').get() as {
      terminalId: string;
      epoch: string;
    };
    const get = db.prepare('select * from outbox where seq = ?');
    for (const seq of sequences(db)) {
      const row = readRow(get, seq);
      if (row === null || row.state !== 'ready') continue;
      const body = unseal(key, row.body, bodyBinding(meta.terminalId, meta.epoch, seq, row.kind));
      if (body === null) continue;
      found.push({
        kind: row.kind,
        body,
        stamp: { wallMs: row.wall_ms, bootId: row.boot_id, boottimeMs: row.boottime_ms },
      });
    }
  } catch {
    // What was read so far is all that can be had.
  }
  db?.close();
  return found;
}

interface Row {
  state: string;
  kind: string;
  body: Buffer;
  wall_ms: number;
  boot_id: string;
  boottime_ms: number;
}
function readRow(get: Sqlite.Statement, seq: number): Row | null {
  try {
    return (get.get(seq) as Row | undefined) ?? null;
  } catch {
    return null;
  }
}

/** The index of ready rows may be whole where the table is not, and the other way round. */
function sequences(db: Sqlite.Database): number[] {
  const tries = [
    "select seq from outbox indexed by outbox_ready where state = 'ready' order by seq",
    'select seq from outbox not indexed order by seq',
  ];
  const all = new Set<number>();
  for (const sql of tries) {
    try {
      for (const seq of db.prepare(sql).pluck().iterate()) all.add(seq as number);
    } catch {
      // the other way may still work
    }
  }
  return [...all].sort((a, b) => a - b);
}
