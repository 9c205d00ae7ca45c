import { type SelectQueryBuilder, sql } from 'kysely';
import type { RatingRow } from '../../../contracts/hub/console-api.ts';
import type { HubContext } from '../../context.ts';
import type { Database } from '../../db/schema.ts';

/** Says which ratings, in which order and how many. */
export type PickRatings = (
  ratings: SelectQueryBuilder<Database, 'rating', object>,
) => SelectQueryBuilder<Database, 'rating', object>;

/** Ratings with the names of their window, department and staff, and `at` as text: the exact key of a page. */
export function rowsQuery(db: HubContext['db'], pick: PickRatings) {
  const page = pick(db.selectFrom('rating')).select([
    'id',
    'at',
    sql<string>`at::text`.as('at_text'),
    'received_at',
    'level',
    'tags',
    sql<boolean>`text is not null`.as('has_text'),
    'case_no',
    'stage',
    'item_code',
    'item_name',
    'window_id',
    'department_id',
    'staff_id',
    'terminal_id',
    'source',
    'status',
    'relay_state',
  ]);
  return db
    .selectFrom(page.as('r'))
    .leftJoin('service_window as w', 'w.id', 'r.window_id')
    .leftJoin('department as d', 'd.id', 'r.department_id')
    .leftJoin('staff as s', 's.id', 'r.staff_id')
    .selectAll('r')
    .select([
      'w.name_zh as window_zh',
      'w.name_en as window_en',
      'd.name_zh as department_zh',
      'd.name_en as department_en',
      's.name as staff_name',
    ])
    .orderBy('r.at', 'desc')
    .orderBy('r.id', 'desc');
}

export type FoundRow = Awaited<ReturnType<ReturnType<typeof rowsQuery>['execute']>>[number];

/** A place that was since removed is shown by its id. */
export const toRatingRow = (r: FoundRow): RatingRow => ({
  id: r.id,
  atMs: r.at.getTime(),
  receivedMs: r.received_at.getTime(),
  level: r.level,
  tags: r.tags,
  hasText: r.has_text,
  case: { caseNo: r.case_no, stage: r.stage, itemCode: r.item_code, itemName: r.item_name },
  windowId: r.window_id,
  windowName: { zh: r.window_zh || r.window_id, en: r.window_en || r.window_id },
  departmentId: r.department_id,
  departmentName: { zh: r.department_zh || r.department_id, en: r.department_en || r.department_id },
  staffName: r.staff_name,
  terminalId: r.terminal_id,
  source: r.source,
  status: r.status,
  relay: r.relay_state,
});
