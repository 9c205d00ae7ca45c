import type { HubContext } from '../../context.ts';

/** Newest this many ratings of one case are listed. */
const MAX_OF_CASE = 100;

/** One case's ratings of every stage, newest first. */
export async function ratingsOfCase(hub: Pick<HubContext, 'db'>, caseNo: string) {
  const rows = await hub.db
    .selectFrom('rating')
    .select(['id', 'at', 'level', 'stage', 'status'])
    .where('case_no', '=', caseNo)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_OF_CASE)
    .execute();
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}
