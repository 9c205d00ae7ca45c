import type { Transaction } from 'kysely';
import type { Draft } from '../../contracts/draft.ts';
import { type DraftStanding, MAX_DRAFTS } from '../../contracts/hub/drafts-api.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { type DraftRow, lockDraft, sealDraft } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets'>;

/** Whose draft, and the machine at which it was changed. */
export interface DraftOrigin {
  holder: Buffer;
  terminalId: string;
}

/**
 * A draft as it is now. The change with the highest number stands, at whichever machine it was made; what was dropped or
 * submitted does not come back.
 */
export function putDraft(
  hub: Hub,
  { holder, terminalId }: DraftOrigin,
  draft: Draft,
): Promise<DraftStanding> {
  return hub.db.transaction().execute(async (trx): Promise<DraftStanding> => {
    const known = await lockStanding(trx, holder, draft.id);
    if (typeof known === 'string') return known;
    if (known !== null && known.n >= draft.n) return isSame(known, terminalId, draft.n) ? 'kept' : 'older';
    const row = {
      n: draft.n,
      body: sealDraft(hub.secrets, draft),
      terminal_id: terminalId,
      saved_at: new Date(Math.min(draft.savedMs, hub.now().getTime())),
    };
    if (known !== null) {
      await trx.updateTable('draft').set(row).where('id', '=', draft.id).execute();
      return 'kept';
    }
    const own = await trx
      .selectFrom('draft')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('holder', '=', holder)
      .executeTakeFirstOrThrow();
    if (Number(own.count) >= MAX_DRAFTS) return 'full';
    await trx
      .insertInto('draft')
      .values({ id: draft.id, holder, ...row })
      .execute();
    return 'kept';
  });
}

/** Its person does not want it. A change that was made later, at another machine, stands. */
export function dropDraft(
  hub: Hub,
  { holder, terminalId }: DraftOrigin,
  { id, n }: Pick<Draft, 'id' | 'n'>,
): Promise<DraftStanding> {
  return hub.db.transaction().execute(async (trx): Promise<DraftStanding> => {
    const known = await lockStanding(trx, holder, id);
    if (typeof known === 'string') return known;
    if (known === null) return 'dropped';
    if (known.n >= n) return 'older';
    await trx
      .updateTable('draft')
      .set({ body: null, holder: null, n, saved_at: hub.now() })
      .where('id', '=', id)
      .execute();
    const entry = { actor: HUB_ACTOR, action: 'draft.drop', target: id, result: 'ok' as const };
    await appendAudit(hub, { ...entry, detail: { terminal: terminalId } }, trx);
    return 'dropped';
  });
}

/** The row, null where there is none, or why nothing of it can change. Somebody else's counts as dropped. */
async function lockStanding(
  trx: Transaction<Database>,
  holder: Buffer,
  id: string,
): Promise<DraftRow | 'dropped' | 'submitted' | null> {
  await lockDraft(trx, id);
  const made = await trx
    .selectFrom('application')
    .select('id')
    .where('draft_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  if (made !== undefined) return 'submitted';
  const row = await trx.selectFrom('draft').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) return null;
  return row.holder?.equals(holder) === true ? row : 'dropped';
}

const isSame = (row: DraftRow, terminalId: string, n: number): boolean =>
  row.n === n && row.terminal_id === terminalId;
