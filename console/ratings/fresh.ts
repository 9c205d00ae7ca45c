import type { RatingRow } from '../../contracts/hub/console-api.ts';

/**
 * Brings a shown page up to date without moving it: rows that are shown take their newest state, in their place;
 * rows that are not shown are only counted.
 */
export function mergeFresh(shown: RatingRow[], fresh: RatingRow[]): { rows: RatingRow[]; count: number } {
  const newest = new Map(fresh.map((row) => [row.id, row]));
  const rows = shown.map((row) => newest.get(row.id) ?? row);
  for (const row of shown) newest.delete(row.id);
  return { rows, count: newest.size };
}
