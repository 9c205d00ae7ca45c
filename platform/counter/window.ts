import { sql } from 'kysely';
import type { Stage } from '../../contracts/primitives.ts';
import type { HubContext } from '../context.ts';
import { ONLINE_MS } from '../terminals/heartbeat.ts';

type Hub = Pick<HubContext, 'db' | 'now'>;

/** Latest cases that a counter is shown. */
const CASES = 50;

/** A window as its counter sees it: its pad, its staff, its latest cases. Never a level. */
export async function readWindow(hub: Hub, windowId: string) {
  const window = await hub.db
    .selectFrom('service_window as w')
    .innerJoin('department as d', 'd.id', 'w.department_id')
    .leftJoin('window_duty as wd', 'wd.window_id', 'w.id')
    .select(['w.id', 'w.no', 'w.name_zh', 'w.name_en', 'wd.staff_id as on_duty'])
    .select(['d.name_zh as department_zh', 'd.name_en as department_en'])
    .where('w.id', '=', windowId)
    .executeTakeFirstOrThrow();
  const staff = await hub.db
    .selectFrom('window_staff as ws')
    .innerJoin('staff as s', 's.id', 'ws.staff_id')
    .select(['s.id', 's.no', 's.name'])
    .where('ws.window_id', '=', windowId)
    .orderBy('s.no')
    .execute();
  return {
    serverMs: hub.now().getTime(),
    window: {
      id: window.id,
      no: window.no,
      name: { zh: window.name_zh, en: window.name_en },
      department: { zh: window.department_zh, en: window.department_en },
    },
    pad: await readPad(hub, windowId),
    staff,
    staffOnDuty: window.on_duty,
    cases: await readCases(hub, windowId),
  };
}

async function readPad(hub: Hub, windowId: string) {
  const pad = await hub.db
    .selectFrom('terminal')
    .select('last_seen_at')
    .where('window_id', '=', windowId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (!pad) return { state: 'none' as const, lastSeenMs: null };
  const lastSeenMs = pad.last_seen_at?.getTime() ?? null;
  const online = lastSeenMs !== null && hub.now().getTime() - lastSeenMs < ONLINE_MS;
  return { state: online ? ('online' as const) : ('offline' as const), lastSeenMs };
}

interface CaseRow {
  case_no: string;
  stage: Stage;
  item_code: string;
  name_zh: string;
  handled_at: Date;
  rated: boolean;
}

async function readCases(hub: Hub, windowId: string) {
  const { rows } = await sql<CaseRow>`
    select c.case_no, c.stage, c.item_code, i.name_zh, c.handled_at,
      exists (select 1 from rating r where r.case_no = c.case_no and r.stage = c.stage
              and r.status = 'counted') as rated
    from hall_case c join service_item i on i.code = c.item_code
    where c.window_id = ${windowId} order by c.handled_at desc, c.case_no limit ${CASES}`.execute(hub.db);
  return rows.map((c) => ({
    caseNo: c.case_no,
    stage: c.stage,
    itemCode: c.item_code,
    itemName: c.name_zh,
    handledMs: c.handled_at.getTime(),
    rated: c.rated,
  }));
}
