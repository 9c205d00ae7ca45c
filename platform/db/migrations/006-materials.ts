import { type Kysely, sql } from 'kysely';

/** Materials and the applications that they belong to. What they say is sealed in `body`; the columns beside it are for finding. */
const statements = [
  // An application id belongs to the terminal that first used it, for ever: the row outlives its materials.
  `create table material_application (
     id uuid primary key, terminal_id text collate "C" not null, epoch uuid not null, case_no text collate "C",
     first_at timestamptz not null, last_at timestamptz not null, purged_at timestamptz,
     hold_by text, hold_at timestamptz, hold_reason bytea)`,
  `create index material_application_last on material_application (last_at) where hold_at is null and purged_at is null`,
  `create table material (
     id uuid primary key, application_id uuid not null references material_application,
     terminal_id text collate "C" not null, epoch uuid not null, seq bigint not null,
     case_no text collate "C", code text collate "C" not null, body bytea not null, body_sha256 bytea not null,
     public_key bytea not null, document bytea not null, sm3 bytea not null, size bigint not null, type text not null,
     pages int not null,
     state text not null default 'awaitingBlob' check (state in ('awaitingBlob', 'whole', 'quarantined')), reason text,
     at timestamptz not null, received_at timestamptz not null)`,
  `create index material_recent on material (at desc, id desc)`,
  `create index material_of_application on material (application_id, at, id)`,
  `create index material_case on material (case_no, at desc, id desc)`,
  `create index material_code on material (code, at desc, id desc)`,
  `create index material_terminal on material (terminal_id, at desc, id desc)`,
  `create index material_odd on material (state, at desc, id desc) where state <> 'whole'`,
  `create index material_document on material (document)`,
  `create index material_waiting on material (id) where state = 'awaitingBlob'`,
  `create index blob_infected on blob (sha256) where state = 'quarantined'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
