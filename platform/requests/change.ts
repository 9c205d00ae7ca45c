import type { Transaction } from 'kysely';
import { fail, ok } from '../../contracts/result.ts';
import { type BusEntry, notify } from '../bus.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { isOpen, OPEN_STATES, type RequestEvent, stateAfter, stateAt } from './machine.ts';
import { leftMs, type RequestRow } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'now'>;

/**
 * Lets an event happen to a request of a window. An event that changes nothing is fine. `request.notFound`;
 * `request.otherWindow`: there is such a request, at another window.
 */
export async function changeRequest(
  hub: Hub,
  at: { id: string; windowId: string },
  event: RequestEvent,
): Promise<Answer<RequestRow>> {
  return hub.db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('rating_request')
      .selectAll()
      .where('id', '=', at.id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return fail('request.notFound');
    if (row.window_id !== at.windowId) return fail('request.otherWindow');
    const now = hub.now();
    const left = leftMs(row, now);
    const state = stateAfter(stateAt(row.state, left), event, left);
    if (state === row.state) return ok(row);
    if (event === 'undone' && (await isKept(trx, row))) return ok(row);
    const changed: RequestRow = {
      ...row,
      state,
      rung_at: row.rung_at ?? (state === 'rung' || state === 'opened' ? now : null),
      opened_at: row.opened_at ?? (state === 'opened' ? now : null),
      closed_at: isOpen(state) ? null : now,
    };
    const { rung_at, opened_at, closed_at } = changed;
    await trx
      .updateTable('rating_request')
      .set({ state, rung_at, opened_at, closed_at })
      .where('id', '=', row.id)
      .execute();
    await notify(trx, messagesOf(row, state));
    return ok(changed);
  });
}

/** The pad looks again when a request closes or opens without its doing; the counter at every change. */
function messagesOf(row: RequestRow, state: RequestRow['state']): BusEntry[] {
  const changed: BusEntry = { topic: 'requestState', message: { requestId: row.id } };
  if (isOpen(row.state) === isOpen(state)) return [changed];
  return [changed, { topic: 'request', message: { windowId: row.window_id, requestId: row.id } }];
}

/** An undo comes too late when the hub has the rating, or the window has another open request by now. */
async function isKept(trx: Transaction<Database>, row: RequestRow): Promise<boolean> {
  const rating = await trx
    .selectFrom('rating')
    .select('id')
    .where('case_no', '=', row.case_no)
    .where('request_id', '=', row.id)
    .executeTakeFirst();
  if (rating !== undefined) return true;
  const other = await trx
    .selectFrom('rating_request')
    .select('id')
    .where('window_id', '=', row.window_id)
    .where('state', 'in', OPEN_STATES)
    .executeTakeFirst();
  return other !== undefined;
}
