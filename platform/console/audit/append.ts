import { type Kysely, sql, type Transaction } from 'kysely';
import type { HubContext } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { type AuditFacts, chainHash } from './chain.ts';

/** One line of the audit log (审计日志). No personal data, no password, no token in any of it. */
export interface AuditEntry {
  /** Login of who did it; `hub` for the hub itself, `-` for somebody unknown. */
  actor: string;
  /** `<area>.<what>`, such as `session.login` or `terminal.revoke`. */
  action: string;
  /** What it was done to: an id, never a name. */
  target?: string | null;
  result: 'ok' | 'refused';
  ip?: string | null;
  detail?: Record<string, string | number | boolean | null>;
}

/** Longest text that the log keeps of one value. */
const MAX_TEXT = 300;
/** Key of the advisory lock that puts the rows of all hub processes in one order. */
const CHAIN_LOCK = 0x4841_4c4c;

/**
 * Appends one row to the chain. With `trx` the row stands or falls with the caller's transaction (which must be READ
 * COMMITTED, the default). The chain is locked from here to that transaction's end: call it last in the transaction.
 */
export async function appendAudit(
  hub: Pick<HubContext, 'db' | 'now'>,
  entry: AuditEntry,
  trx?: Transaction<Database>,
): Promise<void> {
  const facts: AuditFacts = {
    at: hub.now(),
    actor: storable(entry.actor),
    action: storable(entry.action),
    target: entry.target == null ? null : storable(entry.target),
    result: entry.result,
    ip: entry.ip == null ? null : storable(entry.ip),
    detail: Object.fromEntries(
      Object.entries(entry.detail ?? {}).map(([k, v]) => [k, typeof v === 'string' ? storable(v) : v]),
    ),
  };
  if (trx) await append(trx, facts);
  else await hub.db.transaction().execute((own) => append(own, facts));
}

async function append(db: Kysely<Database>, facts: AuditFacts): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(db);
  const last = await db.selectFrom('audit').select('hash').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const previous = last?.hash ?? null;
  await db
    .insertInto('audit')
    .values({ ...facts, detail: JSON.stringify(facts.detail), previous, hash: chainHash(previous, facts) })
    .execute();
}

/** Text that PostgreSQL and JSON keep unchanged: well-formed, without NUL, of bounded length. */
const storable = (text: string): string => text.slice(0, MAX_TEXT).toWellFormed().replaceAll('\0', '\uFFFD');
