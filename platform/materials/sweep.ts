import { releaseBlobs } from '../blobs/rows.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import { readMaterialSettings } from './settings.ts';

/** Applications swept in one go. */
const BATCH = 100;
const DAY_MS = 24 * 3_600_000;

/**
 * Ends materials that are older than the hall keeps them (setting `materials`), application by application. What is
 * under legal hold stays. Their blobs go with the sweep of blobs that nobody names any more. Answers how many
 * applications were swept.
 */
export async function sweepMaterials(hub: Pick<HubContext, 'db' | 'now' | 'log'>): Promise<number> {
  const { retentionDays } = await readMaterialSettings(hub);
  if (retentionDays === null) return 0;
  const before = new Date(hub.now().getTime() - retentionDays * DAY_MS);
  const due = await hub.db
    .selectFrom('material_application')
    .select('id')
    .where('last_at', '<', before)
    .where('hold_at', 'is', null)
    .where('purged_at', 'is', null)
    .orderBy('last_at')
    .limit(BATCH)
    .execute();
  let swept = 0;
  for (const { id } of due) if (await sweepApplication(hub, id, before)) swept += 1;
  return swept;
}

/** false: it was put under hold, or something of it came in, meanwhile. */
async function sweepApplication(
  hub: Pick<HubContext, 'db' | 'now'>,
  id: string,
  before: Date,
): Promise<boolean> {
  return hub.db.transaction().execute(async (trx) => {
    const still = await trx
      .updateTable('material_application')
      .set({ purged_at: hub.now(), hold_reason: null })
      .where('id', '=', id)
      .where('last_at', '<', before)
      .where('hold_at', 'is', null)
      .where('purged_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (still === undefined) return false;
    const gone = await trx.deleteFrom('material').where('application_id', '=', id).returning('id').execute();
    for (const material of gone) await releaseBlobs(trx, material.id);
    const detail = { materials: gone.length };
    await appendAudit(
      hub,
      { actor: 'hub', action: 'material.purged', target: id, result: 'ok', detail },
      trx,
    );
    return true;
  });
}
