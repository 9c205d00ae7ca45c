import { type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import { PAGE } from '../../contracts/hub/paging.ts';
import type { PetitionView } from '../../contracts/petition.ts';
import { uuid } from '../../contracts/primitives.ts';
import { ok } from '../../contracts/result.ts';
import { readCursor, writeCursor } from '../console/cursor.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { type FoundPetition, toView } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'secrets' | 'log'>;

/** (at, id) of the last row; the time as PostgreSQL writes it, to the microsecond. */
const placeShape = z.tuple([z.string(), uuid]);

/** One page of petitions, newest first, by keyset. `list` names the list that a cursor is bound to. `input.invalid`: another's cursor. */
export async function petitionPage(
  hub: Pick<Hub, 'secrets'>,
  query: SelectQueryBuilder<Database, 'petition', FoundPetition>,
  list: string,
  after?: string,
): Promise<Answer<{ rows: FoundPetition[]; next: string | null }>> {
  const place = after === undefined ? ok(null) : readCursor(hub.secrets, list, after, placeShape);
  if (!place.ok) return place;
  let ordered = query
    .select(sql<string>`at::text`.as('at_text'))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (place.value !== null) {
    const [at, id] = place.value;
    ordered = ordered.where(sql<boolean>`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await ordered.execute();
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const next = last && found.length > PAGE ? writeCursor(hub.secrets, list, [last.at_text, last.id]) : null;
  return ok({ rows, next });
}

/** A citizen's petitions and their answers, newest first. */
export async function listOwnPetitions(
  hub: Hub,
  holder: Buffer,
  after?: string,
): Promise<Answer<{ rows: PetitionView[]; next: string | null }>> {
  const own = hub.db.selectFrom('petition').selectAll().where('holder', '=', holder);
  const page = await petitionPage(hub, own, `petitions ${holder.toString('hex')}`, after);
  return page.ok ? ok({ rows: viewsOf(hub, page.value.rows), next: page.value.next }) : page;
}

/** Those whose content can be read. */
export function viewsOf(
  { secrets, log }: Pick<Hub, 'secrets' | 'log'>,
  rows: readonly FoundPetition[],
): PetitionView[] {
  return rows.flatMap((row) => {
    const view = toView(secrets, row);
    if (view === null && row.body !== null) log.error({ petitionId: row.id }, 'petition.unreadable');
    return view === null ? [] : [view];
  });
}
