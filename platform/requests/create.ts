import { type Kysely, sql, type Transaction } from 'kysely';
import type { CounterRequest } from '../../contracts/hub/counter-api.ts';
import type { Stage } from '../../contracts/primitives.ts';
import { fail, ok } from '../../contracts/result.ts';
import { notify } from '../bus.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { readRules } from '../reference/rules.ts';
import type { Answer } from '../refusal.ts';
import { OPEN_STATES } from './machine.ts';
import { type RequestRow, toCounterRequest } from './rows.ts';

export interface NewRequest {
  windowId: string;
  caseNo: string;
  stage: Stage;
  itemCode?: string | undefined;
  itemName?: string | undefined;
  /** Badge number (工号); default: who is on duty. */
  staffNo?: string | undefined;
  source: RequestRow['source'];
}

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'log'>;

/**
 * Asks the pad of a window for a rating. `case.alreadyRated`; `window.noPad`: no terminal in service there;
 * `request.windowBusy`: the window has an open request; `input.invalid` (`staffNo`): no such badge at this window.
 */
export async function createRequest(hub: Hub, wish: NewRequest): Promise<Answer<CounterRequest>> {
  const rules = await readRules(hub);
  return hub.db.transaction().execute(async (trx) => {
    const now = hub.now();
    const known = await readKnown(trx, wish);
    if (!known.pad) return fail('window.noPad');
    if (known.rated) return fail('case.alreadyRated');
    if (wish.staffNo !== undefined && known.namedStaff === null) return fail('input.invalid', 'staffNo');
    await closeExpired(trx, wish.windowId, now);
    const row = await trx
      .insertInto('rating_request')
      .values({
        id: hub.newId(),
        window_id: wish.windowId,
        staff_id: known.namedStaff ?? known.dutyStaff,
        case_no: wish.caseNo,
        stage: wish.stage,
        item_code: wish.itemCode ?? known.itemCode,
        item_name: wish.itemName ?? known.itemName,
        state: 'waiting',
        source: wish.source,
        created_at: now,
        expires_at: new Date(now.getTime() + rules.requestSeconds * 1_000),
        rung_at: null,
        opened_at: null,
        closed_at: null,
      })
      .onConflict((oc) => oc.column('window_id').where('state', 'in', OPEN_STATES).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) return fail('request.windowBusy');
    await notify(trx, [{ topic: 'request', message: { windowId: wish.windowId, requestId: row.id } }]);
    return ok(toCounterRequest(row, now));
  });
}

interface Known {
  pad: boolean;
  rated: boolean;
  itemCode: string | null;
  itemName: string | null;
  dutyStaff: string | null;
  namedStaff: string | null;
}

/** What the hub knows of the wish, in one question. */
async function readKnown(trx: Transaction<Database>, wish: NewRequest): Promise<Known> {
  const { rows } = await sql<Known>`
    select
      exists (select 1 from terminal where window_id = ${wish.windowId} and state = 'active') as pad,
      exists (select 1 from rating where case_no = ${wish.caseNo} and stage = ${wish.stage}
              and status = 'counted') as rated,
      coalesce(${wish.itemCode ?? null}, c.item_code) as "itemCode",
      i.name_zh as "itemName",
      (select staff_id from window_duty where window_id = ${wish.windowId}) as "dutyStaff",
      (select s.id from staff s join window_staff ws on ws.staff_id = s.id
       where s.no = ${wish.staffNo ?? null} and ws.window_id = ${wish.windowId}) as "namedStaff"
    from (select 1) as one
    left join hall_case c on c.case_no = ${wish.caseNo}
    left join service_item i on i.code = coalesce(${wish.itemCode ?? null}, c.item_code)`.execute(trx);
  const [known] = rows;
  if (!known) throw new Error('one row is always there');
  return known;
}

/** Requests of a window whose time is over, though nobody has said so yet. */
async function closeExpired(db: Kysely<Database>, windowId: string, now: Date): Promise<void> {
  await db
    .updateTable('rating_request')
    .set((eb) => ({ state: 'expired', closed_at: eb.ref('expires_at') }))
    .where('window_id', '=', windowId)
    .where('state', 'in', OPEN_STATES)
    .where('expires_at', '<=', now)
    .execute();
}
