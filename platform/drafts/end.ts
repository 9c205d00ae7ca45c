import type { Transaction } from 'kysely';
import type { ApplicationBody } from '../../contracts/application.ts';
import { readCitizenSettings } from '../citizens/settings.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { lockDraft } from './rows.ts';

/** The draft of an application; what a typed number was written into is nobody's. */
export const draftOf = ({ draft, applicant, supplements }: ApplicationBody): string | null =>
  applicant.by === 'typed' || supplements !== null ? null : (draft ?? null);

/** Before applications take effect: of those that are made of one draft at two machines, one waits for the other. */
export async function lockDrafts(
  trx: Transaction<Database>,
  applications: readonly ApplicationBody[],
): Promise<void> {
  const ids = applications.map(draftOf).filter((id) => id !== null);
  // In one order, so that two batches never wait for each other crosswise.
  for (const id of [...new Set(ids)].sort()) await lockDraft(trx, id);
}

/** The application is what is left of the draft. The caller has locked it. */
export async function endDraft(trx: Transaction<Database>, holder: Buffer, id: string): Promise<void> {
  await trx.deleteFrom('draft').where('id', '=', id).where('holder', '=', holder).execute();
}

/** Drops all drafts of a person. Answers how many. */
export async function eraseDrafts(
  { now }: Pick<HubContext, 'now'>,
  trx: Transaction<Database>,
  holder: Buffer,
): Promise<number> {
  const dropped = await trx
    .updateTable('draft')
    .set({ body: null, holder: null, saved_at: now() })
    .where('holder', '=', holder)
    .returning('id')
    .execute();
  return dropped.length;
}

const DAY_MS = 86_400_000;

/** Deletes what nobody has changed for so long (setting `citizens`, `draftDays`). Answers how many drafts went. */
export async function sweepDrafts(hub: Pick<HubContext, 'db' | 'now' | 'log'>): Promise<number> {
  const { draftDays } = await readCitizenSettings(hub);
  const before = new Date(hub.now().getTime() - draftDays * DAY_MS);
  return hub.db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom('draft').where('saved_at', '<', before).returning('body').execute();
    const drafts = gone.filter((d) => d.body !== null).length;
    const entry = { actor: HUB_ACTOR, action: 'draft.expired', result: 'ok' as const, detail: { drafts } };
    if (drafts > 0) await appendAudit(hub, entry, trx);
    return drafts;
  });
}
