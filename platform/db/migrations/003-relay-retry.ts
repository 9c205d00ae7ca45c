import { type Kysely, sql } from 'kysely';

/** A rating that the province did not take is not tried again before this time; gone once it is taken. */
const statements = [
  `create table relay_retry (
     rating_id uuid primary key references rating, failures int not null, not_before timestamptz not null)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
