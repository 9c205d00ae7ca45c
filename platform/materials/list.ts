import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { MaterialFilter, MaterialRow } from '../../contracts/hub/materials-api.ts';
import { PAGE } from '../../contracts/hub/paging.ts';
import { caseNo as caseNoShape, uuid } from '../../contracts/primitives.ts';
import { ok } from '../../contracts/result.ts';
import { readCursor, writeCursor } from '../console/cursor.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { openBody } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'secrets'>;

const LIST = 'materials';
/** (at, id) of the last row; `at` as PostgreSQL writes it, to the microsecond. */
const placeShape = z.tuple([z.string(), uuid]);
/** Last millisecond that a Date can hold. */
const LAST_MS = 8.64e15;

export interface MaterialPageOfList {
  rows: MaterialRow[];
  next: string | null;
}

/** One page, newest first, by keyset on (at, id). `input.invalid` when the cursor is not ours. */
export async function listMaterials(
  hub: Hub,
  filter: MaterialFilter,
  after?: string,
): Promise<Answer<MaterialPageOfList>> {
  const place = after === undefined ? ok(null) : readCursor(hub.secrets, LIST, after, placeShape);
  if (!place.ok) return place;
  let query = rowsQuery(hub)
    .where(matches(filter))
    .orderBy('m.at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(PAGE + 1);
  if (place.value !== null) {
    const [at, id] = place.value;
    query = query.where(sql<boolean>`(m.at, m.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await query.execute();
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return ok({
    rows: rows.map((r) => toMaterialRow(hub, r)),
    next: last && found.length > PAGE ? writeCursor(hub.secrets, LIST, [last.at_text, last.id]) : null,
  });
}

/** Materials with what stands in their row of the list. */
export const rowsQuery = ({ db }: Pick<Hub, 'db'>) =>
  db
    .selectFrom('material as m')
    .innerJoin('material_application as a', 'a.id', 'm.application_id')
    .selectAll('m')
    .select([sql<string>`m.at::text`.as('at_text'), sql<boolean>`a.hold_at is not null`.as('held')]);
export type FoundMaterial = Awaited<ReturnType<ReturnType<typeof rowsQuery>['execute']>>[number];

/** The title is sealed; of a row whose bytes do not open, the code stands for it. */
export const toMaterialRow = ({ secrets }: Pick<Hub, 'secrets'>, r: FoundMaterial): MaterialRow => ({
  id: r.id,
  applicationId: r.application_id,
  caseNo: r.case_no,
  code: r.code,
  title: openBody(secrets, r)?.body.title ?? r.code,
  terminalId: r.terminal_id,
  state: r.state,
  reason: r.reason,
  pages: r.pages,
  size: r.size,
  type: r.type,
  atMs: r.at.getTime(),
  receivedMs: r.received_at.getTime(),
  held: r.held,
});

type Builder = ExpressionBuilder<
  Database & { m: Database['material']; a: Database['material_application'] },
  'm' | 'a'
>;

/** Both ends of the time are included to the millisecond; a case number matches from its beginning. */
const matches =
  (filter: MaterialFilter) =>
  (eb: Builder): Expression<SqlBool> => {
    const all: Expression<SqlBool>[] = [];
    if (filter.fromMs !== undefined) all.push(eb('m.at', '>=', new Date(filter.fromMs)));
    if (filter.toMs !== undefined && filter.toMs < LAST_MS)
      all.push(eb('m.at', '<', new Date(filter.toMs + 1)));
    if (filter.applicationId !== undefined) all.push(eb('m.application_id', '=', filter.applicationId));
    if (filter.code !== undefined) all.push(eb('m.code', '=', filter.code));
    if (filter.terminalId !== undefined) all.push(eb('m.terminal_id', '=', filter.terminalId));
    if (filter.state !== undefined) all.push(eb('m.state', '=', sql.lit(filter.state)));
    // Case numbers hold no `%`, `_` or `\`, so what is left after the check needs no escape.
    if (filter.caseNo)
      all.push(
        caseNoShape.safeParse(filter.caseNo).success
          ? eb('m.case_no', 'like', `${filter.caseNo}%`)
          : eb.lit(false),
      );
    return eb.and(all);
  };
