import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { receiptNo } from '../../contracts/application.ts';
import type { CaseFilter, CaseRow } from '../../contracts/hub/cases-api.ts';
import { caseNo } from '../../contracts/primitives.ts';
import { ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { casePage, caseRows, type FoundCase, summaryOf } from './list.ts';

/** Last millisecond that a Date can hold. */
const LAST_MS = 8.64e15;

/** The cases that kiosks brought, newest first. `input.invalid`: a cursor that is not of this list. */
export async function listCases(
  hub: Pick<HubContext, 'db' | 'secrets'>,
  filter: CaseFilter,
  after?: string,
): Promise<Answer<{ rows: CaseRow[]; next: string | null }>> {
  const page = await casePage(hub, caseRows(hub).where(matches(filter)), 'cases', after);
  return page.ok ? ok({ rows: page.value.rows.map(toCaseRow), next: page.value.next }) : page;
}

export const toCaseRow = (row: FoundCase): CaseRow => ({
  ...summaryOf(row),
  terminalId: row.terminal_id,
  proof: row.proof,
  itemKnown: row.item_known,
});

type Builder = ExpressionBuilder<
  Database & { f: Database['case_file']; a: Database['application'] },
  'f' | 'a'
>;

/** Both ends of the time are included to the millisecond. */
const matches =
  (filter: CaseFilter) =>
  (eb: Builder): Expression<SqlBool> => {
    const all: Expression<SqlBool>[] = [];
    if (filter.fromMs !== undefined) all.push(eb('f.submitted_at', '>=', new Date(filter.fromMs)));
    if (filter.toMs !== undefined && filter.toMs < LAST_MS)
      all.push(eb('f.submitted_at', '<', new Date(filter.toMs + 1)));
    if (filter.state !== undefined) all.push(eb('f.state', '=', filter.state));
    if (filter.itemCode !== undefined) all.push(eb('f.item_code', '=', filter.itemCode));
    if (filter.no) all.push(hasNumber(eb, filter.no));
    return eb.and(all);
  };

/** Case numbers hold no `%`, `_` or `\`, so what is left after the check needs no escape. */
function hasNumber(eb: Builder, no: string): Expression<SqlBool> {
  const any: Expression<SqlBool>[] = [];
  if (caseNo.safeParse(no).success) any.push(eb('f.case_no', 'like', `${no}%`));
  if (receiptNo.safeParse(no).success)
    any.push(
      eb(
        'f.case_no',
        '=',
        eb.selectFrom('application as n').select('n.case_no').where('n.receipt_no', '=', no),
      ),
    );
  return eb.or(any);
}
