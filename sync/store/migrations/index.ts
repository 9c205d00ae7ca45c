import type { Database } from 'better-sqlite3';
import { type Failure, fail, ok, type Result } from '../../../contracts/result.ts';
import { foundation } from './001-foundation.ts';
import { blobs } from './002-blobs.ts';
import { records } from './003-records.ts';

/** In order; a migration that has shipped is never changed. The version is kept in `user_version`. */
export const MIGRATIONS: readonly string[] = [foundation, blobs, records];
export const SCHEMA_VERSION = MIGRATIONS.length;

export const schemaVersion = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Brings the database up to date, each step in its own transaction. `store.future` for one that is newer. */
export function migrate(db: Database, steps = MIGRATIONS): Result<null, Failure<'store.future'>> {
  const from = schemaVersion(db);
  if (from > steps.length) return fail('store.future', `schema ${from}, this version knows ${steps.length}`);
  for (const [i, step] of steps.entries()) {
    if (i < from) continue;
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${i + 1}`);
    })();
  }
  return ok(null);
}
