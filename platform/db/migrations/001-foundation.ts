import { type Kysely, sql } from 'kysely';

/** The foundation: hall, terminals, requests, inbox, ratings, console accounts, audit. */
const statements = [
  // --- the hall as the counter side knows it -------------------------------------------------------------
  `create table hall (
     id int primary key check (id = 1),
     name_zh text not null, name_en text not null, phone text not null)`,
  `create table department (id text primary key, name_zh text not null, name_en text not null)`,
  `create table service_window (
     id text primary key, no text not null unique, name_zh text not null, name_en text not null,
     department_id text not null references department)`,
  `create table asset (
     sha256 bytea primary key, type text not null, size int not null, bytes bytea not null)`,
  `create table staff (
     id text primary key, no text not null unique, name text not null, title_zh text not null, title_en text not null,
     stars int not null check (stars between 0 and 5), photo_sha256 bytea references asset,
     department_id text not null references department)`,
  `create table window_staff (
     window_id text not null references service_window, staff_id text not null references staff,
     primary key (window_id, staff_id))`,
  `create table window_duty (
     window_id text primary key references service_window, staff_id text references staff,
     since timestamptz not null default now())`,
  `create table service_item (
     code text primary key, name_zh text not null, name_en text not null,
     department_id text not null references department)`,
  // Applicant's name, number and phone are one encrypted document; additional data binds it to case_no.
  `create table hall_case (
     case_no text primary key, item_code text not null references service_item,
     department_id text not null references department, window_id text references service_window,
     staff_id text references staff, stage int not null check (stage in (1, 2)),
     applicant bytea, handled_at timestamptz not null)`,
  `create index hall_case_window on hall_case (window_id, handled_at desc)`,
  `create table slide (
     id text primary key, title_zh text not null, title_en text not null, asset_sha256 bytea not null references asset,
     seconds int not null, position int not null, enabled bool not null default true)`,
  `create table notice (
     id text primary key, title_zh text not null, title_en text not null, body_zh text not null, body_en text not null,
     position int not null, enabled bool not null default true)`,
  `create table tag_set (version text primary key, body jsonb not null, active bool not null default false)`,
  `create unique index tag_set_one_active on tag_set (active) where active`,
  // rules, receipt key, relay settings …: one row each
  `create table setting (key text primary key, value jsonb not null, changed_at timestamptz not null default now())`,

  // --- terminals ------------------------------------------------------------------------------------------
  `create table terminal (
     id text primary key, window_id text not null references service_window,
     state text not null check (state in ('enrolling', 'active', 'revoked')),
     public_key bytea, enrolled_at timestamptz,
     last_seen_at timestamptz, app text, epoch uuid,
     queue_ready int not null default 0, queue_dead int not null default 0, oldest_ms bigint not null default 0,
     fault text, clock_offset_ms bigint)`,
  // One terminal in service at a window: requests of a window ring at one pad.
  `create unique index terminal_window_active on terminal (window_id) where state = 'active'`,
  `create table enrolment (
     terminal_id text primary key references terminal, code_sha256 bytea not null,
     expires_at timestamptz not null, used_at timestamptz)`,
  `create table counter_token (
     window_id text primary key references service_window, token_sha256 bytea not null unique,
     created_at timestamptz not null default now(), created_by text not null)`,

  // --- requests -------------------------------------------------------------------------------------------
  `create table rating_request (
     id uuid primary key, window_id text not null references service_window, staff_id text references staff,
     case_no text not null, stage int not null check (stage in (1, 2)), item_code text, item_name text,
     state text not null check (state in
       ('waiting','rung','opened','rated','expired','cancelled','declined','alreadyRated','otherWindow','padFault')),
     source text not null check (source in ('api', 'page', 'padWebSocket')),
     created_at timestamptz not null default now(), expires_at timestamptz not null,
     rung_at timestamptz, opened_at timestamptz, closed_at timestamptz)`,
  `create unique index rating_request_one_open on rating_request (window_id)
     where state in ('waiting', 'rung', 'opened')`,
  `create index rating_request_case on rating_request (case_no, stage)`,
  `create index rating_request_expiry on rating_request (expires_at) where state in ('waiting', 'rung', 'opened')`,

  // --- what terminals sent --------------------------------------------------------------------------------
  // The body is the exact bytes that were hashed, encrypted at rest; additional data binds it to its key.
  `create table inbox (
     terminal_id text collate "C" not null, epoch uuid not null, seq bigint not null,
     kind text not null, sha256 bytea not null, body bytea not null,
     at timestamptz not null, uncertainty_ms bigint not null, clock text not null check (clock in ('anchor', 'wall')),
     received_at timestamptz not null default now(),
     primary key (terminal_id, epoch, seq))`,
  `create table inbox_duplicate (
     id bigint generated always as identity primary key,
     terminal_id text not null, epoch uuid not null, seq bigint not null, received_at timestamptz not null default now())`,
  `create index inbox_duplicate_key on inbox_duplicate (terminal_id, epoch, seq)`,
  `create table quarantine (
     id bigint generated always as identity primary key,
     terminal_id text not null, epoch uuid not null, seq bigint not null,
     kind text not null, sha256 bytea not null, body bytea not null, reason text not null,
     received_at timestamptz not null default now())`,
  `create index quarantine_key on quarantine (terminal_id, epoch, seq)`,
  `create table rating (
     id uuid primary key,
     terminal_id text collate "C" not null, epoch uuid not null, seq bigint not null,
     request_id uuid, case_no text not null, stage int not null check (stage in (1, 2)),
     item_code text, item_name text,
     window_id text not null, department_id text not null, staff_id text,
     level int not null check (level between 1 and 5), tags text[] not null, tag_set_version text not null,
     text bytea, anonymous bool not null, channel int not null check (channel between 1 and 7),
     source text not null check (source in ('request', 'scanned', 'typed')),
     status text not null check (status in ('counted', 'duplicate', 'unchecked', 'unknownCase')), duplicate_of uuid,
     locale text not null, elder bool not null, app text not null,
     at timestamptz not null, uncertainty_ms bigint not null, clock text not null,
     received_at timestamptz not null default now(),
     relay_state text not null check (relay_state in ('waiting', 'relayed', 'refused', 'notRelayed')),
     relayed_at timestamptz)`,
  // One counted rating per case and stage (一事一评), whoever delivers it and however often.
  `create unique index rating_once on rating (case_no, stage) where status = 'counted'`,
  `create index rating_at on rating (at desc, id desc)`,
  `create index rating_department on rating (department_id, at desc, id desc)`,
  `create index rating_negative on rating (at desc, id desc) where level <= 2`,
  `create index rating_window on rating (window_id, at desc, id desc)`,
  `create index rating_case on rating (case_no)`,
  `create index rating_relay on rating (received_at) where relay_state = 'waiting'`,
  `create table relay_attempt (
     id bigint generated always as identity primary key, rating_id uuid not null references rating,
     at timestamptz not null default now(), outcome text not null check (outcome in ('relayed', 'failed', 'refused')),
     detail text)`,
  `create index relay_attempt_rating on relay_attempt (rating_id)`,

  // --- console --------------------------------------------------------------------------------------------
  `create table console_user (
     id uuid primary key, login text not null unique, name text not null,
     role text not null check (role in ('admin', 'rating', 'technician', 'viewer')),
     password_hash text not null, must_change bool not null default true, disabled bool not null default false,
     failed int not null default 0, locked_until timestamptz, last_login_at timestamptz,
     created_at timestamptz not null default now())`,
  `create table console_session (
     token_sha256 bytea primary key, user_id uuid not null references console_user,
     created_at timestamptz not null default now(), used_at timestamptz not null default now(),
     expires_at timestamptz not null, ip text)`,
  `create index console_session_user on console_session (user_id)`,
  // Append-only: the hash chains each row to the one before, the trigger refuses every change.
  `create table audit (
     id bigint generated always as identity primary key, at timestamptz not null default now(),
     actor text not null, action text not null, target text, result text not null check (result in ('ok', 'refused')),
     ip text, detail jsonb not null default '{}', previous bytea, hash bytea not null)`,
  `create index audit_actor on audit (actor, id desc)`,
  `create index audit_action on audit (action, id desc)`,
  `create function audit_is_append_only() returns trigger language plpgsql as $$
     begin raise exception 'audit is append-only'; end $$`,
  `create trigger audit_no_change before update or delete on audit
     for each row execute function audit_is_append_only()`,
  `create trigger audit_no_truncate before truncate on audit
     for each statement execute function audit_is_append_only()`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
