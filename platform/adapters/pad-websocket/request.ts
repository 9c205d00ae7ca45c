import type { HubContext } from '../../context.ts';
import { createRequest } from '../../requests/create.ts';
import { parseEvaluationUrl } from './evaluation-url.ts';

/**
 * Makes a rating request at a window of an evaluation address. null, or the code of the failure. Who is rated is whom
 * the address names, else who logged in; a name that is not of this window's staff is left to who is on duty.
 */
export async function openEvaluation(
  hub: Pick<HubContext, 'db' | 'now' | 'newId' | 'log'>,
  at: { windowId: string; workNo: string },
  url: string,
): Promise<string | null> {
  const parsed = parseEvaluationUrl(url);
  if (!parsed.ok) return parsed.error.code;
  const { caseNo, stage, itemCode, itemName, staffNo } = parsed.value;
  const made = await createRequest(hub, {
    windowId: at.windowId,
    caseNo,
    stage,
    itemCode: itemCode ?? undefined,
    itemName: itemName ?? undefined,
    staffNo: await staffOf(hub, at.windowId, [staffNo, at.workNo]),
    source: 'padWebSocket',
  });
  if (made.ok) return null;
  hub.log.info({ code: made.error.code, windowId: at.windowId }, 'padWebSocket.refused');
  return made.error.code;
}

/** The first of these badges that is of the window's staff. */
async function staffOf(
  { db }: Pick<HubContext, 'db'>,
  windowId: string,
  badges: (string | null)[],
): Promise<string | undefined> {
  const wanted = badges.filter((b) => b !== null);
  const rows = await db
    .selectFrom('window_staff as ws')
    .innerJoin('staff as s', 's.id', 'ws.staff_id')
    .select('s.no')
    .where('ws.window_id', '=', windowId)
    .where('s.no', 'in', wanted)
    .execute();
  return wanted.find((b) => rows.some((r) => r.no === b));
}
