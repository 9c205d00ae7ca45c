import { type Kysely, sql } from 'kysely';

/** What the console adds: counts of sign-in attempts, indexes of its lists, and one chain of audit rows. */
const statements = [
  // Attempts that belong to no account: `ip:<address>` or `login:<mac>` of a login that nobody has.
  `create table console_attempt (
     subject text primary key, failed int not null, since timestamptz not null, locked_until timestamptz)`,

  // The rating list by each filter that leaves few rows of many, in the list's order.
  `create index rating_status on rating (status, at desc, id desc) where status <> 'counted'`,
  `create index rating_relay_list on rating (relay_state, at desc, id desc) where relay_state <> 'relayed'`,
  `create index rating_terminal on rating (terminal_id, at desc, id desc)`,
  // Case numbers from their beginning.
  `create index rating_case_prefix on rating (case_no text_pattern_ops)`,

  `create index audit_at on audit (at)`,
  // Each row follows one row, and one row is the first: the chain cannot fork.
  `create unique index audit_previous on audit (previous)`,
  `create unique index audit_first on audit ((previous is null)) where previous is null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
