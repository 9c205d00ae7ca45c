import { sql } from 'kysely';
import { CHANNEL_KIOSK } from '../../contracts/rating.ts';
import type { HubContext } from '../context.ts';

const BATCH = 500;

/**
 * Walk-up ratings of cases that the hall has come to know since: the earliest of a case and stage counts from now on
 * and goes to the province, unless one counts already; the others are its duplicates. Answers how many changed.
 */
export async function recheckUnknownCases(hub: Pick<HubContext, 'db'>): Promise<number> {
  return hub.db.transaction().execute(async (trx) => {
    // Rated by a receipt number before its application had come.
    await sql`
      update rating r set case_no = a.case_no from application a
      where r.status = 'unknownCase' and a.receipt_no = r.case_no
        and not exists (select 1 from hall_case c where c.case_no = r.case_no)`.execute(trx);
    const counted = await sql`
      with due as (
        select distinct on (r.case_no, r.stage) r.id
        from rating r join hall_case c on c.case_no = r.case_no
        where r.status = 'unknownCase'
          and not exists (select 1 from rating x where x.case_no = r.case_no and x.stage = r.stage
                          and x.status = 'counted')
        order by r.case_no, r.stage, r.at, r.id limit ${BATCH})
      update rating r set status = 'counted', relay_state = 'waiting',
        item_code = coalesce(r.item_code, c.item_code), item_name = coalesce(r.item_name, i.name_zh),
        staff_id = coalesce(r.staff_id, c.staff_id),
        window_id = case when r.channel = ${CHANNEL_KIOSK} then coalesce(c.window_id, r.window_id) else r.window_id end,
        department_id = case when r.channel = ${CHANNEL_KIOSK} then c.department_id else r.department_id end
      from due, hall_case c join service_item i on i.code = c.item_code
      where r.id = due.id and c.case_no = r.case_no`.execute(trx);
    const repeated = await sql`
      update rating r set status = 'duplicate', duplicate_of = x.id
      from rating x join hall_case c on c.case_no = x.case_no
      where r.status = 'unknownCase' and x.status = 'counted' and x.case_no = r.case_no and x.stage = r.stage`.execute(
      trx,
    );
    return Number(counted.numAffectedRows ?? 0) + Number(repeated.numAffectedRows ?? 0);
  });
}
