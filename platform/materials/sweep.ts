import { OPEN_CASES } from '../applications/machine.ts';
import { purgeApplication } from '../applications/purge.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import { readMaterialSettings } from './settings.ts';

/** Applications swept in one go. */
const BATCH = 100;
const DAY_MS = 24 * 3_600_000;

/**
 * Ends materials that are older than the hall keeps them (setting `materials`), application by application, with what the
 * application itself says. What is under legal hold stays, and what belongs to a case
 * that has not ended or that has another application under hold. Their blobs go with the sweep of blobs that nobody names any more. Answers how many
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
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('application as a')
            .innerJoin('case_file as f', 'f.case_no', 'a.case_no')
            .innerJoin('application as other', 'other.case_no', 'a.case_no')
            .innerJoin('material_application as ma', 'ma.id', 'other.id')
            .select('a.id')
            .whereRef('a.id', '=', 'material_application.id')
            .where(({ eb, or }) => or([eb('f.state', 'in', OPEN_CASES), eb('ma.hold_at', 'is not', null)])),
        ),
      ),
    )
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
    const detail = { materials: await purgeApplication(trx, id) };
    await appendAudit(
      hub,
      { actor: 'hub', action: 'material.purged', target: id, result: 'ok', detail },
      trx,
    );
    return true;
  });
}
