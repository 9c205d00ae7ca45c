import { sql } from 'kysely';
import { z } from 'zod';
import { PAGE, type RatingFilter, type RatingRow } from '../../../contracts/hub/console-api.ts';
import { uuid } from '../../../contracts/primitives.ts';
import { ok } from '../../../contracts/result.ts';
import type { HubContext } from '../../context.ts';
import type { Answer } from '../../refusal.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { matches } from './filter.ts';
import { type PickRatings, rowsQuery, toRatingRow } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'secrets'>;

/** `total` counts no further than this. */
export const COUNT_LIMIT = 10_000;
const LIST = 'ratings';
/** (at, id) of the last row; `at` as PostgreSQL writes it, to the microsecond. */
const placeShape = z.tuple([z.string(), uuid]);
type Place = z.infer<typeof placeShape>;

export interface RatingPage {
  rows: RatingRow[];
  next: string | null;
  total: { count: number; more: boolean };
}

/** One page, newest first, by keyset on (at, id). `input.invalid` when the cursor is not ours. */
export async function listRatings(
  hub: Hub,
  filter: RatingFilter,
  after?: string,
): Promise<Answer<RatingPage>> {
  const place = after === undefined ? ok(null) : readCursor(hub.secrets, LIST, after, placeShape);
  if (!place.ok) return place;
  const found = await rowsQuery(hub.db, pageOf(filter, place.value)).execute();
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const next = last && found.length > PAGE ? writeCursor(hub.secrets, LIST, [last.at_text, last.id]) : null;
  return ok({ rows: rows.map(toRatingRow), next, total: await countRatings(hub, filter) });
}

/** The ratings of a page and one more, which tells whether there is a next. */
export const pageOf =
  (filter: RatingFilter, after: Place | null): PickRatings =>
  (ratings) => {
    const page = ratings
      .where(matches(filter))
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(PAGE + 1);
    if (after === null) return page;
    const [at, id] = after;
    return page.where(sql<boolean>`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
  };

async function countRatings(hub: Hub, filter: RatingFilter): Promise<RatingPage['total']> {
  const some = hub.db
    .selectFrom('rating')
    .select(sql<number>`1`.as('one'))
    .where(matches(filter))
    .limit(COUNT_LIMIT + 1);
  const { count } = await hub.db
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { count: Math.min(count, COUNT_LIMIT), more: count > COUNT_LIMIT };
}
