import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RatingFilter } from '../../../contracts/hub/console-api.ts';
import { putManyRatings } from '../testing/many-ratings.ts';
import { consoleParts, type Parts } from '../testing/parts.ts';
import { listRatings, pageOf } from './list.ts';
import { rowsQuery } from './rows.ts';

/** How PostgreSQL finds a page among many ratings: never by reading the table, never by sorting what it read. */
const ROWS = 60_000;
let parts: Parts;

beforeAll(async () => {
  parts = await consoleParts();
  await putManyRatings(parts.hub.db, ROWS);
});
afterAll(() => parts.close());

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Actual Rows': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

/** Every node of the plan that reads ratings, and everything above. */
async function plan(filter: RatingFilter, after: [string, string] | null): Promise<Node[]> {
  const query = rowsQuery(parts.hub.db, pageOf(filter, after)).compile();
  const { rows } = await parts.hub.db.executeQuery<{ 'QUERY PLAN': { Plan: Node }[] }>({
    ...query,
    sql: `explain (analyze, format json) ${query.sql}`,
  });
  const all: Node[] = [];
  const walk = (node: Node): void => {
    all.push(node);
    for (const child of node.Plans ?? []) walk(child);
  };
  const root = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (root) walk(root);
  return all;
}
const readsRatings = (nodes: Node[]): Node[] =>
  nodes.filter((n) => n['Relation Name'] === 'rating' || n['Index Name']?.startsWith('rating_'));

async function place(offset: number): Promise<[string, string]> {
  const { rows } = await sql<{ at: string; id: string }>`
    select at::text as at, id from rating order by at desc, id desc offset ${offset} limit 1`.execute(
    parts.hub.db,
  );
  const row = rows[0];
  if (!row) throw new Error('no row there');
  return [row.at, row.id];
}

describe('a page of many ratings', () => {
  it.each([0, 30_000, 59_900])(
    'from place %i on is read from the index, and no row before it',
    async (offset) => {
      const nodes = readsRatings(await plan({}, await place(offset)));
      expect(nodes).toMatchObject([{ 'Node Type': 'Index Scan', 'Index Name': 'rating_at' }]);
      expect(nodes[0]?.['Index Cond']).toContain('ROW(at, id) < ROW(');
      expect(nodes[0]?.['Actual Rows']).toBeLessThanOrEqual(51);
      expect(nodes[0]?.['Rows Removed by Filter'] ?? 0).toBe(0);
    },
  );

  it.each<[string, RatingFilter, string]>([
    ['no filter', {}, 'rating_at'],
    ['negative', { levels: [1, 2] }, 'rating_negative'],
    ['department', { departmentId: 'd3' }, 'rating_department'],
    ['window', { windowId: 'w3' }, 'rating_window'],
    ['terminal', { terminalId: 'pad-03' }, 'rating_terminal'],
    ['duplicates', { status: 'duplicate' }, 'rating_status'],
    ['refused by the province', { relay: 'refused' }, 'rating_relay_list'],
    ['one case', { caseNo: 'WD000030000' }, 'rating_case'],
  ])('by %s reads little more than it shows', async (_name, filter, index) => {
    const nodes = await plan(filter, null);
    const reads = readsRatings(nodes);
    expect(reads.map((n) => n['Node Type'])).not.toContain('Seq Scan');
    expect(reads.some((n) => n['Index Name']?.startsWith(index))).toBe(true);
    const touched = reads.reduce((n, r) => n + r['Actual Rows'] + (r['Rows Removed by Filter'] ?? 0), 0);
    expect(touched).toBeLessThan(2_000);
  });

  it('counts to ten thousand and no further', async () => {
    const page = await listRatings(parts.hub, {});
    expect(page).toMatchObject({ ok: true, value: { total: { count: 10_000, more: true } } });
  });
});
