import { sql } from 'kysely';
import type { CitizenCounts } from '../../contracts/hub/citizens-api.ts';
import type { HubContext } from '../context.ts';

/** Counts stop here. */
const MOST = 1_000;

/** How many there are of what, in one statement. */
export async function readCounts(
  { db, now }: Pick<HubContext, 'db' | 'now'>,
  holder: Buffer,
): Promise<CitizenCounts> {
  const { rows } = await sql<CitizenCounts>`
    with open_case as (
      select state from case_file where holder = ${holder} and state not in ('concluded', 'refused') limit ${MOST})
    select
      (select count(*)::int from (select 1 from citizen_message where holder = ${holder} and read_at is null
        limit ${MOST}) m) as unread,
      (select count(*)::int from open_case) as "openCases",
      (select count(*)::int from open_case where state = 'supplement') as "askedCases",
      (select count(*)::int from (select 1 from booking where holder = ${holder}
        and state in ('requested', 'confirmed') and ends_at > ${now()} limit ${MOST}) b) as bookings,
      (select count(*)::int from citizen_address where holder = ${holder}) as addresses,
      (select count(*)::int from (select 1 from petition where holder = ${holder} and body is not null
        limit ${MOST}) p) as petitions`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('a statement without FROM answered no row');
  return counts;
}
