import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DATABASE_FILE } from './database.ts';
import type { Stamp } from './event-time.ts';
import { bodyBinding } from './outbox.ts';
import { sealKey, unseal } from './seal.ts';

/** A row that the hub had not taken and that could still be read and opened. */
export interface Salvaged {
  kind: string;
  body: Buffer;
  stamp: Stamp;
  /** null = it was ready. */
  deadCode: string | null;
}

/** Reads what it can of the database in `dir`, row by row and changing nothing; a row that fails is passed over. */
export function* salvage(dir: string, key: Uint8Array): Generator<Salvaged> {
  const path = join(dir, DATABASE_FILE);
  const secret = sealKey(key);
  if (!existsSync(path)) return;
  const db = attempt(() => new Sqlite(path, { readonly: true, fileMustExist: true }));
  if (db === null) return;
  try {
    const meta = attempt(
      () =>
        db.prepare('select terminal_id as terminalId, epoch from meta').get() as {
          terminalId: string;
          epoch: string;
        },
    );
    const get = attempt(() => db.prepare('select * from outbox where seq = ?'));
    if (!meta || get === null) return;
    for (const seq of sequences(db)) {
      const row = attempt(() => get.get(seq) as Row | undefined);
      if (!row || !isOwed(row)) continue;
      const body = unseal(secret, row.body, bodyBinding(meta.terminalId, meta.epoch, seq, row.kind));
      if (body === null) continue;
      yield {
        kind: row.kind,
        body,
        stamp: { wallMs: row.wall_ms, bootId: row.boot_id, boottimeMs: row.boottime_ms },
        deadCode: row.state === 'dead' ? (row.dead_code ?? 'store.corrupt') : null,
      };
    }
  } finally {
    db.close();
  }
}

/** The hub may have a material's row and not yet its bytes: it is offered again, and known there by its id. */
const isOwed = ({ state, kind }: Row): boolean =>
  state === 'ready' || state === 'dead' || (state === 'acked' && kind === 'material');

interface Row {
  state: string;
  dead_code: string | null;
  kind: string;
  body: Buffer;
  wall_ms: number;
  boot_id: string;
  boottime_ms: number;
}

/** The indexes may be whole where the table is not, and the other way round. */
function sequences(db: Sqlite.Database): number[] {
  const ways = [
    "select seq from outbox indexed by outbox_ready where state = 'ready' order by seq",
    "select seq from outbox indexed by outbox_dead where state = 'dead' order by seq",
    'select seq from outbox not indexed order by seq',
  ];
  const all = new Set<number>();
  for (const way of ways)
    attempt(() => {
      for (const seq of db.prepare(way).pluck().iterate()) all.add(seq as number);
    });
  return [...all].sort((a, b) => a - b);
}

/** In a damaged database any statement may fail; what it would have given is given up. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
