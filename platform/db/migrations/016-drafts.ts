import { type Kysely, sql } from 'kysely';

/**
 * Half-done applications that may be gone on with at any kiosk. `holder` is an HMAC of the resident's number; what was
 * answered is sealed.
 */
const statements = [
  // Dropped (`body` and `holder` null): the row stays for its time, so that a kiosk that was away does not bring it back.
  `create table draft (
     id uuid primary key, holder bytea, n int not null check (n > 0), body bytea,
     terminal_id text collate "C" not null, saved_at timestamptz not null,
     check ((holder is null) = (body is null)))`,
  `create index draft_holder on draft (holder, saved_at desc) where holder is not null`,
  `create index draft_kept on draft (saved_at)`,
  `alter table application add draft_id uuid`,
  `create index application_draft on application (draft_id) where draft_id is not null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
