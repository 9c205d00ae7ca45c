import { fail, ok } from '../../contracts/result.ts';
import { notify } from '../bus.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';

/** Who sits at a window from now on; null = nobody. `input.invalid` (`staffId`): not of this window's staff. */
export async function setOnDuty(
  hub: Pick<HubContext, 'db' | 'now'>,
  windowId: string,
  staffId: string | null,
  ip: string,
): Promise<Answer<null>> {
  return hub.db.transaction().execute(async (trx) => {
    if (staffId !== null) {
      const member = await trx
        .selectFrom('window_staff')
        .select('staff_id')
        .where('window_id', '=', windowId)
        .where('staff_id', '=', staffId)
        .executeTakeFirst();
      if (!member) return fail('input.invalid', 'staffId');
    }
    const duty = { staff_id: staffId, since: hub.now() };
    await trx
      .insertInto('window_duty')
      .values({ window_id: windowId, ...duty })
      .onConflict((oc) => oc.column('window_id').doUpdateSet(duty))
      .execute();
    await notify(trx, [{ topic: 'reference', message: { windowId } }]);
    await appendAudit(
      hub,
      {
        actor: `counter:${windowId}`,
        action: 'window.onDuty',
        target: windowId,
        result: 'ok',
        ip,
        detail: { staffId },
      },
      trx,
    );
    return ok(null);
  });
}
