import { type Kysely, sql } from 'kysely';

/**
 * Papers on their way from a phone to a kiosk. They stay for minutes, sealed with the hub's key; a file is whole once it
 * has a `type`. What is sealed cannot be compressed.
 */
const statements = [
  `create table phone_session (
     id uuid primary key, terminal_id text collate "C" not null references terminal,
     token_sha256 bytea not null unique, opened_at timestamptz not null, expires_at timestamptz not null,
     seen_at timestamptz)`,
  `create unique index phone_session_terminal on phone_session (terminal_id)`,
  `create index phone_session_expires on phone_session (expires_at)`,
  `create table phone_file (
     id uuid primary key, session_id uuid not null references phone_session on delete cascade,
     name bytea not null, begun_at timestamptz not null,
     type text, size integer, sha256 bytea, came_at timestamptz)`,
  `create index phone_file_session on phone_file (session_id)`,
  `create table phone_part (
     file_id uuid not null references phone_file on delete cascade, no integer not null,
     bytes bytea not null, primary key (file_id, no))`,
  `alter table phone_part alter column bytes set storage external`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
