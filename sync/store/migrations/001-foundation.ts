/** The outbox, the ratings that stand behind it, clock anchors, and what was cached of the hub. */
export const foundation = `
create table meta (
  id integer primary key check (id = 1),
  terminal_id text not null,
  epoch text not null
) strict;

-- 'withdrawn': taken back by the citizen within the undo time; the body is wiped and never sent.
create table outbox (
  seq integer primary key autoincrement,
  kind text not null,
  body blob not null,
  sha256 blob not null,
  state text not null check (state in ('ready', 'acked', 'dead', 'withdrawn')),
  dead_code text,
  wall_ms integer not null,
  boot_id text not null,
  boottime_ms integer not null,
  -- Hub's time, ms, at which a reconciliation showed that the hub holds the row; purge counts from it.
  confirmed_ms integer
) strict;
create index outbox_ready on outbox (seq) where state = 'ready';
create index outbox_dead on outbox (seq) where state = 'dead';
create index outbox_confirmed on outbox (confirmed_ms) where state = 'acked';

-- Outlives its outbox row: "rated already" must hold after the purge. Nothing in it names a case or a person.
create table rating (
  id text primary key,
  seq integer not null unique,
  -- Keyed hash of case number and stage.
  case_key blob not null,
  withdrawn integer not null default 0 check (withdrawn in (0, 1))
) strict;
create index rating_case on rating (case_key) where withdrawn = 0;

create table clock_anchor (
  boot_id text primary key,
  boottime_ms integer not null,
  server_ms integer not null,
  rtt_ms integer not null
) strict;

create table reference (id integer primary key check (id = 1), version text not null, body text not null) strict;
create table asset (sha256 text primary key, type text not null, size integer not null) strict;
`;
