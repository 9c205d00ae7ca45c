import { type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { CaseSummary } from '../../contracts/hub/applications-api.ts';
import { PAGE } from '../../contracts/hub/paging.ts';
import { ok } from '../../contracts/result.ts';
import { readCursor, writeCursor } from '../console/cursor.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';

type Hub = Pick<HubContext, 'db' | 'secrets'>;

/** (submitted_at, case_no) of the last row; the time as PostgreSQL writes it, to the microsecond. */
const placeShape = z.tuple([z.string(), z.string()]);

/** Cases with what stands in their row of a list. */
export const caseRows = ({ db }: Pick<Hub, 'db'>) =>
  db
    .selectFrom('case_file as f')
    .innerJoin('application as a', 'a.id', 'f.application_id')
    .selectAll('f')
    .select(['a.receipt_no', 'a.terminal_id', 'a.proof', sql<string>`f.submitted_at::text`.as('at_text')]);
export type FoundCase = Awaited<ReturnType<ReturnType<typeof caseRows>['execute']>>[number];
type CaseQuery = SelectQueryBuilder<
  Database & { f: Database['case_file']; a: Database['application'] },
  'f' | 'a',
  FoundCase
>;

/** One page of cases, newest first, by keyset. `list` names the list that a cursor is bound to. `input.invalid`: another's cursor. */
export async function casePage(
  hub: Hub,
  query: CaseQuery,
  list: string,
  after?: string,
): Promise<Answer<{ rows: FoundCase[]; next: string | null }>> {
  const place = after === undefined ? ok(null) : readCursor(hub.secrets, list, after, placeShape);
  if (!place.ok) return place;
  let ordered = query
    .orderBy('f.submitted_at', 'desc')
    .orderBy('f.case_no', 'desc')
    .limit(PAGE + 1);
  if (place.value !== null) {
    const [at, no] = place.value;
    ordered = ordered.where(sql<boolean>`(f.submitted_at, f.case_no) < (${at}::timestamptz, ${no})`);
  }
  const found = await ordered.execute();
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const next =
    last && found.length > PAGE ? writeCursor(hub.secrets, list, [last.at_text, last.case_no]) : null;
  return ok({ rows, next });
}

export const summaryOf = (row: FoundCase): CaseSummary => ({
  applicationId: row.application_id,
  receiptNo: row.receipt_no,
  caseNo: row.case_no,
  itemCode: row.item_code,
  itemName: row.item_name,
  state: row.state,
  submittedMs: row.submitted_at.getTime(),
  changedMs: row.changed_at.getTime(),
});

/** A citizen's cases, newest first. */
export async function listOwnCases(
  hub: Hub,
  holder: Buffer,
  after?: string,
): Promise<Answer<{ rows: CaseSummary[]; next: string | null }>> {
  const own = caseRows(hub).where('f.holder', '=', holder);
  const page = await casePage(hub, own, `cases ${holder.toString('hex')}`, after);
  return page.ok ? ok({ rows: page.value.rows.map(summaryOf), next: page.value.next }) : page;
}
