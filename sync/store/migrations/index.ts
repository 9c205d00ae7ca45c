import type { Database } from 'better-sqlite3';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { foundation } from './001-foundation.ts';

/** In order; a migration that has shipped is never changed. The version is kept in `user_version`. */
export const MIGRATIONS: readonly string[] = [foundation];
export const SCHEMA_VERSION = MIGRATIONS.length;

export const schemaVersion = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Brings the database up to `target`, each step in its own transaction. `store.future` for one that is newer. */
export function migrate(db: Database, target = SCHEMA_VERSION): Result<null, { code: 'store.future' }> {
  if (schemaVersion(db) > target)
    return fail('store.future', `schema ${schemaVersion(db)}, this version knows ${target}`);
  for (let version = schemaVersion(db); version < target; version += 1) {
    const step = MIGRATIONS[version];
    if (step === undefined) throw new Error(`migration ${version + 1} is missing`);
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
  return ok(null);
}
