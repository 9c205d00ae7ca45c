import { type Kysely, sql } from 'kysely';

/**
 * How often a citizen's electronic certificates were printed at kiosks; nothing else of them is kept. `holder` is an HMAC
 * of the resident's number, `certificate` one of the certificate's id. `day` and `year` are the hall's time.
 */
const statements = [
  `create table certificate_print (
     id uuid primary key, holder bytea not null, certificate bytea not null, type_code text collate "C" not null,
     purpose text not null, terminal_id text collate "C" not null, no int not null check (no > 0),
     day text collate "C" not null, year int not null,
     outcome text not null check (outcome in ('granted', 'printed', 'failed', 'unclear')),
     granted_at timestamptz not null, settled_at timestamptz)`,
  `create index certificate_print_count on certificate_print (certificate, holder, year)
     where outcome <> 'failed'`,
  `create index certificate_print_holder on certificate_print (holder)`,
  `create index certificate_print_kept on certificate_print (granted_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
