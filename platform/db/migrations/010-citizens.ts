import { type Kysely, sql } from 'kysely';

/**
 * The personal centre: petitions (咨询投诉建议) and addresses for parcels. What they say, and of whom, is sealed; `holder` is
 * an HMAC of the resident's number.
 */
const statements = [
  // A guest has neither holder nor proof. Purged (`body` null): the row stays, so that its id takes effect once.
  `create table petition (
     id uuid primary key, no text collate "C" not null unique, terminal_id text collate "C" not null,
     kind text not null check (kind in ('consult', 'complain', 'suggest', 'correct')),
     state text not null check (state in ('received', 'answered', 'noted')),
     holder bytea, proof text check (proof in ('idCard', 'qr', 'sms', 'typed')),
     wants_answer bool not null, case_no text collate "C", window_id text collate "C",
     body bytea, body_sha256 bytea not null, answer bytea, closed_by text,
     at timestamptz not null, received_at timestamptz not null, closed_at timestamptz,
     check ((state = 'received') = (closed_at is null)))`,
  `create index petition_recent on petition (at desc, id desc)`,
  `create index petition_state on petition (state, at desc, id desc)`,
  `create index petition_holder on petition (holder, at desc, id desc) where holder is not null`,
  `create index petition_kept on petition (closed_at) where body is not null and closed_at is not null`,
  `create table citizen_address (
     id uuid primary key, holder bytea not null, body bytea not null, is_first bool not null,
     made_at timestamptz not null, changed_at timestamptz not null)`,
  `create index citizen_address_holder on citizen_address (holder, changed_at desc)`,
  `create unique index citizen_address_first on citizen_address (holder) where is_first`,
  // To empty the rows that brought what is deleted: a petition's by its hash, a booking's by its terminal and time.
  `create index inbox_petition on inbox (sha256) where kind = 'petition'`,
  `create index inbox_booking on inbox (terminal_id, received_at) where kind = 'booking'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
