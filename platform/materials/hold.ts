import type { Transaction } from 'kysely';
import { fail, ok } from '../../contracts/result.ts';
import { holdBlobs } from '../blobs/rows.ts';
import type { Actor } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { holdBinding } from './rows.ts';

export interface HoldWish {
  id: string;
  hold: boolean;
  /** Why; kept sealed for a hold, and in nobody's log. */
  reason: string;
}

/**
 * Puts an application and its blobs under legal hold (保全), or ends it. A blob that another held application names
 * too stays held. Once more changes nothing. `not.found`.
 */
export async function holdApplication(
  hub: Pick<HubContext, 'db' | 'now' | 'secrets'>,
  { id, hold, reason }: HoldWish,
  actor: Actor,
): Promise<Answer<void>> {
  return hub.db.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom('material_application')
      .select('hold_at')
      .where('id', '=', id)
      .where('purged_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (found === undefined) return fail('not.found');
    if ((found.hold_at !== null) === hold) return ok(undefined);
    const sealed = hub.secrets.seal(Buffer.from(reason, 'utf8'), holdBinding(id));
    await trx
      .updateTable('material_application')
      .set({
        hold_at: hold ? hub.now() : null,
        hold_by: hold ? actor.login : null,
        hold_reason: sealed,
      })
      .where('id', '=', id)
      .execute();
    await holdBlobs({ db: trx }, await blobsOf(trx, id, !hold), hold);
    await appendAudit(
      hub,
      {
        actor: actor.login,
        ip: actor.ip,
        action: hold ? 'material.hold' : 'material.release',
        target: id,
        result: 'ok',
      },
      trx,
    );
    return ok(undefined);
  });
}

/** `alone`: without those that another held application names. */
async function blobsOf(trx: Transaction<Database>, id: string, alone: boolean): Promise<string[]> {
  let query = trx
    .selectFrom('material as m')
    .select('m.document')
    .distinct()
    .where('m.application_id', '=', id);
  if (alone)
    query = query.where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('material as o')
            .innerJoin('material_application as a', 'a.id', 'o.application_id')
            .select('o.id')
            .whereRef('o.document', '=', 'm.document')
            .where('o.application_id', '<>', id)
            .where('a.hold_at', 'is not', null),
        ),
      ),
    );
  return (await query.execute()).map((r) => r.document.toString('hex'));
}
