import { sql } from 'kysely';
import type { PetitionFilter, PetitionRow } from '../../contracts/hub/petitions-api.ts';
import { ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { petitionPage } from './petitions.ts';
import type { FoundPetition } from './rows.ts';

/** Open petitions are counted up to here. */
const MAX_OPEN = 1_000;

export const toRow = (row: FoundPetition): PetitionRow => ({
  id: row.id,
  no: row.no,
  kind: row.kind,
  state: row.state,
  wantsAnswer: row.wants_answer,
  caseNo: row.case_no,
  windowId: row.window_id,
  terminalId: row.terminal_id,
  proof: row.proof,
  atMs: row.at.getTime(),
  closedMs: row.closed_at?.getTime() ?? null,
});

/** Every petition that fits, newest first. `input.invalid`: a cursor that is not of this list. */
export async function listPetitions(
  hub: Pick<HubContext, 'db' | 'secrets'>,
  { kind, state, no }: PetitionFilter,
  after?: string,
): Promise<Answer<{ rows: PetitionRow[]; next: string | null; open: number }>> {
  let query = hub.db.selectFrom('petition').selectAll();
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (state !== undefined) query = query.where('state', '=', state);
  // Numbers hold no `%`, `_` or `\`: what a reader typed of them is left out.
  if (no) query = query.where('no', 'like', `${no.toUpperCase().replaceAll(/[^A-Z0-9-]/g, '')}%`);
  const page = await petitionPage(hub, query, 'petitions', after);
  if (!page.ok) return page;
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from (
      select 1 from petition where state = 'received' limit ${MAX_OPEN}) as waiting`.execute(hub.db);
  return ok({ rows: page.value.rows.map(toRow), next: page.value.next, open: rows[0]?.open ?? 0 });
}
