import type { Transaction } from 'kysely';
import type { OutgoingRating } from '../adapters/province/zhejiang.ts';
import { openApplicant } from '../cases/applicant.ts';
import type { HubContext, Secrets } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { textBinding } from '../ingest/rows.ts';

export interface DueRating {
  id: string;
  failures: number;
  /** null: its text cannot be opened (another hub's key). */
  rating: OutgoingRating | null;
}

/**
 * The oldest rating that waits for the province and is due, locked to the end of the transaction; those that another
 * worker has in hand are passed over. Only counted ratings go out.
 */
export async function lockDueRating(
  hub: Pick<HubContext, 'now' | 'secrets'>,
  trx: Transaction<Database>,
): Promise<DueRating | null> {
  const row = await trx
    .selectFrom('rating as r')
    .leftJoin('relay_retry as t', 't.rating_id', 'r.id')
    .leftJoin('department as d', 'd.id', 'r.department_id')
    .leftJoin('staff as s', 's.id', 'r.staff_id')
    .leftJoin('hall_case as c', 'c.case_no', 'r.case_no')
    .selectAll('r')
    .select(['t.failures', 'd.name_zh as department_name', 's.name as staff_name'])
    .select(['c.applicant', 'c.handled_at'])
    .where('r.relay_state', '=', 'waiting')
    .where('r.status', '=', 'counted')
    .where((eb) => eb.or([eb('t.not_before', 'is', null), eb('t.not_before', '<=', hub.now())]))
    .orderBy('r.received_at')
    .limit(1)
    .forUpdate('r')
    .skipLocked()
    .executeTakeFirst();
  if (!row) return null;
  const failures = row.failures ?? 0;
  const text = row.text === null ? '' : openText(hub.secrets, row.id, row.text);
  if (text === null) return { id: row.id, failures, rating: null };
  return {
    id: row.id,
    failures,
    rating: {
      level: row.level,
      tags: row.tags,
      text,
      anonymous: row.anonymous,
      channel: row.channel,
      stage: row.stage,
      at: row.at,
      caseNo: row.case_no,
      itemCode: row.item_code,
      itemName: row.item_name,
      departmentId: row.department_id,
      departmentName: row.department_name ?? '',
      staffName: row.staff_name,
      handledAt: row.handled_at,
      applicant: row.applicant === null ? null : openApplicant(hub.secrets, row.case_no, row.applicant),
    },
  };
}

function openText(secrets: Pick<Secrets, 'open'>, ratingId: string, sealed: Buffer): string | null {
  try {
    return secrets.open(sealed, textBinding(ratingId)).toString('utf8');
  } catch {
    return null;
  }
}
