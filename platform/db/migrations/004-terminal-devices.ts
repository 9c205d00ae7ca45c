import { type Kysely, sql } from 'kysely';

/** The peripherals of a terminal as its last heartbeat told them. */
const statements = [`alter table terminal add column devices jsonb not null default '[]'`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
