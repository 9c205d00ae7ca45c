import { sql } from 'kysely';
import type { RatingFilter } from '../../../contracts/hub/console-api.ts';
import { CHANNEL_DEFAULT, LEVELS, type Level } from '../../../contracts/rating.ts';
import type { HubContext } from '../../context.ts';
import { matches } from './filter.ts';
import { COUNT_LIMIT } from './list.ts';

export interface RatingSummary {
  /** Rows per level as the list shows them, duplicates included; every level, in the one order. */
  levels: { level: Level; count: number }[];
  /** Ratings that enter the metrics: counted, and not a default rating (系统默认评价). */
  counted: number;
  /** Negative ratings (差评) among these. */
  negative: number;
}

/** Counts over the newest 10,000 ratings of the filter. */
export async function summarise(hub: Pick<HubContext, 'db'>, filter: RatingFilter): Promise<RatingSummary> {
  const newest = hub.db
    .selectFrom('rating')
    .select(['level', 'status', 'channel'])
    .where(matches(filter))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(COUNT_LIMIT);
  const rows = await hub.db
    .selectFrom(newest.as('newest'))
    .select([
      'level',
      sql<number>`count(*)`.as('count'),
      sql<number>`count(*) filter (where status = 'counted' and channel <> ${CHANNEL_DEFAULT})`.as('counted'),
    ])
    .groupBy('level')
    .execute();
  const sum = (some: typeof rows): number => some.reduce((n, r) => n + r.counted, 0);
  return {
    levels: LEVELS.map((level) => ({ level, count: rows.find((r) => r.level === level)?.count ?? 0 })),
    counted: sum(rows),
    negative: sum(rows.filter((r) => r.level <= 2)),
  };
}
