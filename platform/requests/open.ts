import type { PadRequest } from '../../contracts/hub/terminal-api.ts';
import type { HubContext } from '../context.ts';
import { OPEN_STATES } from './machine.ts';
import { caseOf, leftMs } from './rows.ts';

/** The open request of a window as its pad sees it; null when there is none. */
export async function openRequest(
  hub: Pick<HubContext, 'db' | 'now'>,
  windowId: string,
): Promise<PadRequest | null> {
  const now = hub.now();
  const row = await hub.db
    .selectFrom('rating_request as r')
    .innerJoin('service_window as w', 'w.id', 'r.window_id')
    .selectAll('r')
    .select('w.name_zh')
    .where('r.window_id', '=', windowId)
    .where('r.state', 'in', OPEN_STATES)
    .where('r.expires_at', '>', now)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    windowId: row.window_id,
    windowName: row.name_zh,
    staffId: row.staff_id,
    case: caseOf(row),
    leftMs: leftMs(row, now),
  };
}
