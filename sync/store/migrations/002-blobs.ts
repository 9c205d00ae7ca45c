/** Digitised materials: their bytes lie in files of their own, and travel apart from their outbox row. */
export const blobs = `
-- A file of the content-addressed store. 'staged': durable, not named by any row yet · 'ready': to be sent ·
-- 'committed': the hub has acknowledged it · 'purged': may go; the file goes first, then the row.
create table blob (
  sha256 text primary key,
  -- Of the plain bytes.
  size integer not null check (size > 0),
  -- Under the data directory.
  path text not null,
  state text not null check (state in ('staged', 'ready', 'committed', 'purged')),
  -- Why it cannot be sent; the rows that name it are dead with the same code.
  dead_code text,
  -- Path at the hub of a tus upload that was begun.
  upload_url text
) strict;
create index blob_ready on blob (sha256) where state = 'ready' and dead_code is null;

create table outbox_blob (
  seq integer not null references outbox (seq) on delete cascade,
  sha256 text not null references blob (sha256),
  primary key (seq, sha256)
) strict, without rowid;
create index outbox_blob_sha256 on outbox_blob (sha256);

create table material (
  id text primary key,
  seq integer not null unique references outbox (seq) on delete cascade
) strict;
`;
