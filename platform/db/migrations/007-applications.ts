import { type Kysely, sql } from 'kysely';

/**
 * Applications of kiosks and the cases made of them. What they say of a person is sealed; the columns beside it are for
 * finding. `holder` is an HMAC of the resident's number.
 */
const statements = [
  // Purged (`body` null): by the hall's retention or at its holder's wish; the row stays, so that its id takes effect once.
  `create table application (
     id uuid primary key references material_application, receipt_no text collate "C" not null unique,
     terminal_id text collate "C" not null, epoch uuid not null, seq bigint not null,
     holder bytea, proof text not null check (proof in ('idCard', 'qr', 'sms', 'typed')),
     item_code text collate "C" not null, supplements text collate "C", case_no text collate "C" not null,
     body bytea, body_sha256 bytea not null, at timestamptz not null, received_at timestamptz not null)`,
  `create index application_case on application (case_no, received_at)`,
  `create index application_holder on application (holder, at desc, id desc) where holder is not null`,
  `create table case_file (
     case_no text collate "C" primary key, application_id uuid not null unique references application,
     holder bytea, item_code text collate "C" not null, item_name text not null, item_known bool not null,
     state text not null check (state in
       ('submitted', 'supplement', 'supplemented', 'accepted', 'concluded', 'refused')),
     submitted_at timestamptz not null, changed_at timestamptz not null)`,
  `create index case_file_recent on case_file (submitted_at desc, case_no desc)`,
  `create index case_file_state on case_file (state, submitted_at desc, case_no desc)`,
  `create index case_file_item on case_file (item_code, submitted_at desc, case_no desc)`,
  `create index case_file_holder on case_file (holder, submitted_at desc, case_no desc) where holder is not null`,
  `create table case_event (
     id uuid primary key, n bigint generated always as identity, case_no text collate "C" not null references case_file,
     kind text not null check (kind in
       ('submitted', 'supplementAsked', 'supplemented', 'accepted', 'concluded', 'refused')),
     actor text, application_id uuid references application, body bytea, at timestamptz not null)`,
  `create index case_event_of_case on case_event (case_no, n)`,
  // The kiosk's own cases: they do not meet those that the window systems number.
  `create sequence case_serial start 500001`,
  `create table citizen_message (
     id uuid primary key, holder bytea not null, event text not null, no text collate "C" not null,
     body bytea not null, at timestamptz not null, read_at timestamptz)`,
  `create index citizen_message_holder on citizen_message (holder, at desc, id desc)`,
  `create index citizen_message_unread on citizen_message (holder) where read_at is null`,
  // To empty the rows that brought what is purged, under whatever number they came.
  `create index inbox_content on inbox (sha256) where kind in ('application', 'material')`,
  // Reuse (材料复用): what the citizen agreed to, and when they took it back.
  `alter table material add reuse bool not null default false, add reuse_ended_at timestamptz`,
  `alter table console_user drop constraint console_user_role_check`,
  `alter table console_user add constraint console_user_role_check
     check (role in ('admin', 'clerk', 'rating', 'technician', 'viewer'))`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
