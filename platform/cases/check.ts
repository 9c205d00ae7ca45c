import type { Stage } from '../../contracts/primitives.ts';
import type { RatedCase } from '../../contracts/rating.ts';
import type { HubContext } from '../context.ts';

export interface CaseCheck {
  state: 'found' | 'unknown' | 'alreadyRated';
  /** What the hall knows of it; null when it does not know the case. */
  case: RatedCase | null;
}

/**
 * Is this a case of the hall, and not yet rated at this stage? A case may be rated that the hall does not know. `no`: its
 * number, or the receipt number of an application (`platform/applications/`).
 */
export async function checkCase(hub: Pick<HubContext, 'db'>, no: string, stage: Stage): Promise<CaseCheck> {
  const known = (await findCase(hub, no)) ?? (await findByReceipt(hub, no));
  const caseNo = known?.case_no ?? no;
  const rated = await hub.db
    .selectFrom('rating')
    .select('id')
    .where('case_no', '=', caseNo)
    .where('stage', '=', stage)
    .where('status', '=', 'counted')
    .executeTakeFirst();
  const ratedCase = known
    ? { caseNo: known.case_no, stage, itemCode: known.code, itemName: known.name_zh }
    : null;
  return { state: rated ? 'alreadyRated' : known ? 'found' : 'unknown', case: ratedCase };
}

const findCase = ({ db }: Pick<HubContext, 'db'>, caseNo: string) =>
  db
    .selectFrom('hall_case as c')
    .innerJoin('service_item as i', 'i.code', 'c.item_code')
    .select(['c.case_no', 'i.code', 'i.name_zh'])
    .where('c.case_no', '=', caseNo)
    .executeTakeFirst();

async function findByReceipt(hub: Pick<HubContext, 'db'>, receiptNo: string) {
  const application = await hub.db
    .selectFrom('application')
    .select('case_no')
    .where('receipt_no', '=', receiptNo)
    .executeTakeFirst();
  return application === undefined ? undefined : findCase(hub, application.case_no);
}
