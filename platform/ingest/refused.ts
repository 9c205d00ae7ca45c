import { sql, type Transaction } from 'kysely';
import type { ErrorCode } from '../../contracts/errors.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Origin } from './ratings.ts';
import type { InboxRow } from './rows.ts';

/** A row that is refused because somebody has to look at its sender. */
export interface SuspectRow {
  row: InboxRow;
  code: ErrorCode;
}

/**
 * Refused rows are put aside for a technician, once each, and the audit log tells, once for each code. They are not in
 * the inbox: the terminal keeps them as dead. Call it last in the transaction.
 */
export async function putAside(
  hub: Pick<HubContext, 'db' | 'now'>,
  trx: Transaction<Database>,
  { terminalId, epoch, receivedAt }: Origin,
  suspects: readonly SuspectRow[],
): Promise<void> {
  const rows = suspects.map(({ row, code }) => ({ ...row, reason: code }));
  const { rows: fresh } = await sql<{ seq: number; reason: string }>`
    insert into quarantine (terminal_id, epoch, seq, kind, sha256, body, reason, received_at)
    select ${terminalId}, ${epoch}::uuid, r.seq, r.kind, decode(r.sha256, 'hex'), decode(r.body, 'base64'), r.reason,
      ${receivedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(seq bigint, kind text, sha256 text, body text, reason text)
    where not exists (select 1 from quarantine q where q.terminal_id = ${terminalId}
      and q.epoch = ${epoch}::uuid and q.seq = r.seq and q.sha256 = decode(r.sha256, 'hex'))
    order by r.seq
    returning seq, reason`.execute(trx);
  for (const code of new Set(fresh.map((f) => f.reason))) {
    const seqs = fresh.filter((f) => f.reason === code).map((f) => f.seq);
    await appendAudit(
      hub,
      {
        actor: 'hub',
        action: code.startsWith('material.') ? 'material.refused' : 'ingest.refused',
        target: terminalId,
        result: 'refused',
        detail: { code, epoch, rows: seqs.length, first: Math.min(...seqs), last: Math.max(...seqs) },
      },
      trx,
    );
  }
}
