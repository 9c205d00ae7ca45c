import { type Kysely, sql } from 'kysely';

/** Bytes of materials: what is committed, what is on its way, what was put aside, and who names which blob. */
const statements = [
  `create table blob (
     sha256 bytea primary key, size bigint not null check (size > 0), type text not null,
     state text not null check (state in ('committed', 'quarantined')),
     suspicious text[] not null default '{}',
     created_at timestamptz not null default now(), first_terminal text not null,
     scan_state text not null default 'unscanned' check (scan_state in ('unscanned', 'clean', 'infected')),
     scan_tries int not null default 0, scan_after timestamptz not null default now(), scan_finding text,
     legal_hold bool not null default false)`,
  `create index blob_unscanned on blob (scan_after) where scan_state = 'unscanned'`,
  `create index blob_created on blob (created_at)`,
  // Who names a blob: it is kept while anyone does. The blob itself may come later.
  `create table blob_use (
     sha256 bytea not null, used_by text not null, primary key (sha256, used_by))`,
  `create index blob_use_by on blob_use (used_by)`,
  // Declared sizes count against the quota of the terminal from the start.
  `create table blob_upload (
     id text primary key, terminal_id text collate "C" not null, kind text not null check (kind in ('tus', 'put')),
     sha256 bytea not null, size bigint not null check (size > 0),
     created_at timestamptz not null, expires_at timestamptz not null)`,
  `create index blob_upload_terminal on blob_upload (terminal_id)`,
  `create index blob_upload_expiry on blob_upload (expires_at)`,
  `create unique index blob_upload_one_put on blob_upload (terminal_id, sha256) where kind = 'put'`,
  // Bytes that were refused: in the quarantine folder under their id while they are kept.
  `create table blob_quarantine (
     id text primary key, terminal_id text not null, sha256 bytea not null, size bigint not null, reason text not null,
     kept bool not null, at timestamptz not null)`,
  `create index blob_quarantine_at on blob_quarantine (at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
