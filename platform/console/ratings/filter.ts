import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { RatingFilter } from '../../../contracts/hub/console-api.ts';
import { caseNo as caseNoShape } from '../../../contracts/primitives.ts';
import type { Database } from '../../db/schema.ts';

type Builder = ExpressionBuilder<Database, 'rating'>;

/**
 * A filter as a condition on `rating`. Times are of the event, both ends included to the millisecond; no levels = all
 * levels; a case number matches from its beginning. A case number that cannot be one matches nothing.
 */
export function matches(filter: RatingFilter) {
  return (eb: Builder): Expression<SqlBool> => {
    const all: Expression<SqlBool>[] = [];
    if (filter.fromMs !== undefined) all.push(eb('at', '>=', new Date(filter.fromMs)));
    if (filter.toMs !== undefined && filter.toMs < LAST_MS)
      all.push(eb('at', '<', new Date(filter.toMs + 1)));
    if (filter.levels && filter.levels.length > 0) {
      all.push(eb('level', 'in', filter.levels));
      // Lets the planner see that the index of negative ratings serves.
      if (filter.levels.every((l) => l <= 2)) all.push(eb('level', '<=', sql.lit(2)));
    }
    if (filter.departmentId !== undefined) all.push(eb('department_id', '=', filter.departmentId));
    if (filter.windowId !== undefined) all.push(eb('window_id', '=', filter.windowId));
    if (filter.terminalId !== undefined) all.push(eb('terminal_id', '=', filter.terminalId));
    if (filter.status !== undefined) all.push(eb('status', '=', sql.lit(filter.status)));
    if (filter.relay !== undefined) all.push(eb('relay_state', '=', sql.lit(filter.relay)));
    if (filter.caseNo) all.push(caseBegins(eb, filter.caseNo));
    return eb.and(all);
  };
}

/** Last millisecond that a Date can hold. */
const LAST_MS = 8.64e15;

/** Case numbers hold no `%`, `_` or `\`, so what is left after the check needs no escape. */
const caseBegins = (eb: Builder, text: string): Expression<SqlBool> =>
  caseNoShape.safeParse(text).success ? eb('case_no', 'like', `${text}%`) : eb.lit(false);
