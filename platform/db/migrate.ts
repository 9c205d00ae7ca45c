import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { CannotStart, codeOf } from '../cannot-start.ts';
import { migrations } from './migrations/index.ts';
import type { Database } from './schema.ts';

/**
 * Brings the database to this version, in one transaction; of several hubs that start at once, one does it. Refuses a
 * database that a newer hub has changed (an update that was rolled back): `CannotStart`, nothing is touched.
 */
export async function migrate(
  db: Kysely<Database>,
  known: Readonly<Record<string, Migration>> = migrations,
): Promise<void> {
  const unknown = (await executed(db)).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0)
    throw new CannotStart(
      `the database was made by a newer version of the hub (${unknown.join(', ')}); start that version, or restore a backup`,
    );
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...known }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((r) => r.status === 'Error')?.migrationName;
  throw new CannotStart(`the database cannot be migrated (${failed ?? 'lock'}: ${codeOf(error)})`, {
    cause: error,
  });
}

async function executed(db: Kysely<Database>): Promise<string[]> {
  const table = await sql<{
    found: string | null;
  }>`select to_regclass('kysely_migration')::text as found`.execute(db);
  if (table.rows[0]?.found == null) return [];
  const names = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return names.rows.map((r) => r.name);
}
