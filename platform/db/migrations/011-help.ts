import { type Kysely, sql } from 'kysely';

/** Calls for staff from kiosks. At most one of a terminal is open; nothing is kept of who called. */
const statements = [
  `create table help_call (
     id uuid primary key, terminal_id text collate "C" not null references terminal, at text not null,
     called_at timestamptz not null, ended_at timestamptz, taken_by text)`,
  `create unique index help_call_open on help_call (terminal_id) where ended_at is null`,
  `create index help_call_called on help_call (called_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
