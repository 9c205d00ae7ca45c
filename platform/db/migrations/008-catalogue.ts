import { type Kysely, sql } from 'kysely';

/**
 * The catalogue of service items. Each change of an item takes the next number of `catalogue_head`, whose one row every
 * writer locks first: what was committed has no smaller number than what is committed later.
 */
const statements = [
  `create table catalogue_head (
     id int primary key check (id = 1), version bigint not null, count int not null, digest bytea not null,
     frame jsonb not null)`,
  // The digest of nothing: SHA-256 of no bytes.
  `insert into catalogue_head values (1, 0, 0, sha256(''), '{"topics": [], "floors": [], "guideUrl": null}')`,
  // body null: the item is no more; terminals still have to hear so.
  `create table catalogue_item (
     code text collate "C" primary key, version bigint not null unique, source text not null
     check (source in ('hall', 'upper')), body jsonb, sha256 bytea,
     check ((body is null) = (sha256 is null)), changed_at timestamptz not null)`,
  `create table catalogue_run (
     id bigint generated always as identity primary key, at timestamptz not null,
     outcome text not null check (outcome in ('done', 'same', 'failed', 'refused')), upper_version text,
     changed int not null default 0, removed int not null default 0, refused int not null default 0, detail text)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
