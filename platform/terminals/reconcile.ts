import { sql } from 'kysely';
import type { HubContext } from '../context.ts';

/** As many ranges as the contract carries; a terminal whose rows have more holes asks again after the next drain. */
const MAX_RANGES = 100_000;

/** The sequence ranges (inclusive, ascending) of one epoch that the hub holds. */
export async function heldRanges(
  hub: Pick<HubContext, 'db'>,
  terminalId: string,
  epoch: string,
): Promise<[number, number][]> {
  // Rows of an unbroken run have the same difference between their number and their place in the order.
  const { rows } = await sql<{ from: number; to: number }>`
    select min(seq) as "from", max(seq) as "to"
    from (select seq, seq - row_number() over (order by seq) as run
          from inbox where terminal_id = ${terminalId} and epoch = ${epoch}) as held
    group by run order by 1 limit ${MAX_RANGES}`.execute(hub.db);
  return rows.map((r) => [r.from, r.to]);
}
