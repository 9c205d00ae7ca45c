import { sql } from 'kysely';
import type { HelpCall } from '../../contracts/hub/help-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Actor } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId'>;

/** Whoever called longer ago has left, ms. */
export const WAITS_MS = 30 * 60_000;
/** Calls are kept so long, ms: they show where citizens are at a loss. */
const KEPT_MS = 90 * 86_400_000;
const MOST_SHOWN = 100;

/** A citizen calls for staff (呼叫工作人员) from a kiosk. Answers since when the open call stands. */
export async function callStaff(hub: Hub, call: { terminalId: string; at: string }): Promise<number> {
  const now = hub.now();
  const stale = new Date(now.getTime() - WAITS_MS);
  return hub.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('help_call')
      .set({ ended_at: now })
      .where('terminal_id', '=', call.terminalId)
      .where('ended_at', 'is', null)
      .where('called_at', '<', stale)
      .execute();
    // The open call stands since it was made; it follows the citizen to where they stand now.
    const row = await trx
      .insertInto('help_call')
      .values({ id: hub.newId(), terminal_id: call.terminalId, at: call.at, called_at: now })
      .onConflict((oc) =>
        oc
          .column('terminal_id')
          .where('ended_at', 'is', null)
          .doUpdateSet({ at: (eb) => eb.ref('excluded.at') }),
      )
      .returning('called_at')
      .executeTakeFirstOrThrow();
    return row.called_at.getTime();
  });
}

/** Calls that are open, the oldest first. */
export async function openCalls(hub: Hub): Promise<HelpCall[]> {
  const rows = await hub.db
    .selectFrom('help_call as h')
    .innerJoin('terminal as t', 't.id', 'h.terminal_id')
    .innerJoin('service_window as w', 'w.id', 't.window_id')
    .select(['h.id', 'h.terminal_id', 'h.at', 'h.called_at', 'w.name_zh', 'w.name_en'])
    .where('h.ended_at', 'is', null)
    .where('h.called_at', '>=', new Date(hub.now().getTime() - WAITS_MS))
    .orderBy('h.called_at')
    .limit(MOST_SHOWN)
    .execute();
  return rows.map((r) => ({
    id: r.id,
    terminalId: r.terminal_id,
    window: { zh: r.name_zh, en: r.name_en },
    at: r.at,
    calledMs: r.called_at.getTime(),
  }));
}

/** Somebody goes there: the call is over for everybody. `not.found`: no such call, or it is over. */
export async function takeCall(hub: Hub, id: string, actor: Actor): Promise<Answer<null>> {
  return hub.db.transaction().execute(async (trx): Promise<Answer<null>> => {
    const row = await trx
      .updateTable('help_call')
      .set({ ended_at: hub.now(), taken_by: actor.login })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .returning('terminal_id')
      .executeTakeFirst();
    if (row === undefined) return fail('not.found');
    const entry = { actor: actor.login, ip: actor.ip, action: 'help.take', target: row.terminal_id } as const;
    await appendAudit(hub, { ...entry, result: 'ok' }, trx);
    return ok(null);
  });
}

/** Old calls go. Answers how many. */
export async function sweepCalls(hub: Pick<HubContext, 'db' | 'now'>): Promise<number> {
  const before = new Date(hub.now().getTime() - KEPT_MS);
  const gone = await sql`delete from help_call where called_at < ${before}`.execute(hub.db);
  return Number(gone.numAffectedRows ?? 0);
}
