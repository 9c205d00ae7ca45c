import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { type Draft, draft } from '../../contracts/draft.ts';
import type { Text2 } from '../../contracts/reference.ts';
import { namesOf } from '../bookings/rows.ts';
import type { Secrets } from '../context.ts';
import type { Database } from '../db/schema.ts';

export type DraftRow = Selectable<Database['draft']>;

const binding = (id: string): string => `draft.body:${id}`;

export const sealDraft = (secrets: Pick<Secrets, 'seal'>, body: Draft): Buffer =>
  secrets.seal(Buffer.from(JSON.stringify(body), 'utf8'), binding(body.id));

/** null: dropped, or bytes that do not open. */
export function openDraft(
  secrets: Pick<Secrets, 'open'>,
  { id, body }: Pick<DraftRow, 'id' | 'body'>,
): Draft | null {
  if (body === null) return null;
  try {
    return draft.parse(JSON.parse(secrets.open(body, binding(id)).toString('utf8')));
  } catch {
    return null;
  }
}

/** Where terminals stand: the name of their window. One that is not known is not in it. */
export async function placesOf(
  db: Kysely<Database>,
  terminalIds: readonly string[],
): Promise<Map<string, Text2>> {
  if (terminalIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('terminal as t')
    .innerJoin('service_window as w', 'w.id', 't.window_id')
    .select(['t.id', 'w.name_zh', 'w.name_en'])
    .where('t.id', 'in', [...new Set(terminalIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, namesOf(row)]));
}

/** Of the advisory locks on drafts; the second key is of the draft. */
const DRAFT_LOCK = 0x4452_4654;

/** One change of a draft at a time, and one application that is made of it. Held until the transaction ends. */
export async function lockDraft(trx: Transaction<Database>, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${DRAFT_LOCK}, hashtext(${id}))`.execute(trx);
}
