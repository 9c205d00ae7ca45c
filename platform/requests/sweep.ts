import { notify } from '../bus.ts';
import type { HubContext } from '../context.ts';
import { OPEN_STATES } from './machine.ts';

const BATCH = 500;

/** Writes down that open requests whose time is over have expired. They count as expired before that, too. */
export async function sweepRequests(hub: Pick<HubContext, 'db' | 'now'>): Promise<number> {
  return hub.db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('rating_request')
      .set((eb) => ({ state: 'expired', closed_at: eb.ref('expires_at') }))
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('rating_request')
          .select('id')
          .where('state', 'in', OPEN_STATES)
          .where('expires_at', '<=', hub.now())
          .orderBy('id')
          .limit(BATCH)
          .forUpdate()
          .skipLocked(),
      )
      .returning('id')
      .execute();
    await notify(
      trx,
      rows.map((r) => ({ topic: 'requestState', message: { requestId: r.id } })),
    );
    return rows.length;
  });
}
