import { type Kysely, sql } from 'kysely';

/**
 * Codes that were sent by SMS. `phone` and `code` are HMACs under the hub's key: neither can be read from here. Rows stay
 * for a day, to count by.
 */
const statements = [
  `create table sms_code (
     id uuid primary key, terminal_id text collate "C" not null, phone bytea not null, code bytea not null,
     tries int not null default 0, failed bool not null default false, at timestamptz not null,
     expires_at timestamptz not null, used_at timestamptz)`,
  `create index sms_code_phone on sms_code (phone, at)`,
  `create index sms_code_terminal on sms_code (terminal_id, at)`,
  `create index sms_code_at on sms_code (at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
