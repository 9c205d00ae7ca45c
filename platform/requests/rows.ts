import type { Kysely, Selectable } from 'kysely';
import type { CounterRequest } from '../../contracts/hub/counter-api.ts';
import type { RatedCase } from '../../contracts/rating.ts';
import type { Database } from '../db/schema.ts';
import { stateAt } from './machine.ts';

export type RequestRow = Selectable<Database['rating_request']>;

export const leftMs = (row: Pick<RequestRow, 'expires_at'>, now: Date): number =>
  Math.max(0, row.expires_at.getTime() - now.getTime());

export const caseOf = (row: RequestRow): RatedCase => ({
  caseNo: row.case_no,
  stage: row.stage,
  itemCode: row.item_code,
  itemName: row.item_name,
});

/** A request as the counter sees it; the level never enters it. */
export function toCounterRequest(row: RequestRow, now: Date): CounterRequest {
  const left = leftMs(row, now);
  const state = stateAt(row.state, left);
  const over = state !== 'waiting' && state !== 'rung' && state !== 'opened';
  return {
    id: row.id,
    state,
    case: caseOf(row),
    staffId: row.staff_id,
    createdMs: row.created_at.getTime(),
    leftMs: over ? 0 : left,
  };
}

/** A request of a window; undefined when there is none, or it is another window's. */
export const readRequest = (
  db: Kysely<Database>,
  id: string,
  windowId: string,
): Promise<RequestRow | undefined> =>
  db
    .selectFrom('rating_request')
    .selectAll()
    .where('id', '=', id)
    .where('window_id', '=', windowId)
    .executeTakeFirst();
