import { fail, ok } from '../../contracts/result.ts';
import type { Actor } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';

type Hub = Pick<HubContext, 'db' | 'now'>;

export interface Look {
  applicationId: string;
  materialId: string;
  purpose: 'view' | 'download';
}

/** Notes that somebody is about to see a material. `not.found`: not one of that application · `material.notWhole`. */
export async function noteLook(hub: Hub, look: Look, actor: Actor): Promise<Answer<void>> {
  const row = await findMaterial(hub, look.applicationId, look.materialId);
  if (row === null) return fail('not.found');
  if (row.state !== 'whole') return fail('material.notWhole');
  await appendAudit(hub, {
    actor: actor.login,
    ip: actor.ip,
    action: look.purpose === 'view' ? 'material.view' : 'material.download',
    target: look.materialId,
    result: 'ok',
    detail: { application: look.applicationId },
  });
  return ok(undefined);
}

/** Notes that somebody takes an application out of the hub. `not.found` · `material.notWhole`: nothing of it is whole. */
export async function noteExport(hub: Hub, applicationId: string, actor: Actor): Promise<Answer<void>> {
  const rows = await hub.db
    .selectFrom('material')
    .select('state')
    .where('application_id', '=', applicationId)
    .execute();
  if (rows.length === 0) return fail('not.found');
  const whole = rows.filter((r) => r.state === 'whole').length;
  if (whole === 0) return fail('material.notWhole');
  await appendAudit(hub, {
    actor: actor.login,
    ip: actor.ip,
    action: 'material.export',
    target: applicationId,
    result: 'ok',
    detail: { materials: whole },
  });
  return ok(undefined);
}

/** A material under the application that it belongs to; null: there is none. */
export async function findMaterial({ db }: Pick<Hub, 'db'>, applicationId: string, materialId: string) {
  const row = await db
    .selectFrom('material')
    .select(['id', 'code', 'state', 'document', 'size', 'type', 'pages'])
    .where('id', '=', materialId)
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
  return row ?? null;
}
