import type { Transaction } from 'kysely';
import { fail, ok } from '../../../contracts/result.ts';
import { notify } from '../../bus.ts';
import type { HubContext } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import type { Answer } from '../../refusal.ts';
import { secretHash } from '../../secret-hash.ts';
import { terminalRow } from '../../terminals/row.ts';
import type { Actor } from '../actor.ts';
import { appendAudit } from '../audit/append.ts';
import { newSecret } from '../auth/secret.ts';
import { newEnrolmentCode } from './enrolment-code.ts';

/** A code for the first contact is good this long. */
export const CODE_MS = 24 * 3_600_000;

type Hub = Pick<HubContext, 'db' | 'now'>;

/**
 * A one-time code for a terminal's first contact, in place of any code before it. `not.found`: no such window.
 * `terminal.enrolment`: this terminal is in service, or the window has another one; that one is revoked first.
 */
export async function enrolTerminal(
  hub: Hub,
  at: { terminalId: string; windowId: string },
  by: Actor,
): Promise<Answer<{ code: string; expiresInMs: number }>> {
  const { terminalId: id, windowId } = at;
  const code = newEnrolmentCode();
  return hub.db.transaction().execute(async (trx) => {
    const window = await trx
      .selectFrom('service_window')
      .select('id')
      .where('id', '=', windowId)
      .executeTakeFirst();
    if (!window) return fail('not.found', 'windowId');
    const active = await trx
      .selectFrom('terminal')
      .select('id')
      .where('state', '=', 'active')
      .where((eb) => eb.or([eb('id', '=', id), eb('window_id', '=', windowId)]))
      .executeTakeFirst();
    if (active) return fail('terminal.enrolment', active.id === id ? 'terminalActive' : 'windowTaken');
    const made = await putEnrolling(trx, id, windowId);
    if (!made) return fail('terminal.enrolment', 'terminalActive');
    const expires_at = new Date(hub.now().getTime() + CODE_MS);
    const fresh = { code_sha256: secretHash(code), expires_at, used_at: null };
    await trx
      .insertInto('enrolment')
      .values({ terminal_id: id, ...fresh })
      .onConflict((oc) => oc.column('terminal_id').doUpdateSet(fresh))
      .execute();
    await appendAudit(hub, entry(by, 'terminal.enrolCode', id, { windowId }), trx);
    return ok({ code, expiresInMs: CODE_MS });
  });
}

/** The terminal's row, waiting for its first contact; undefined when it came into service at this moment. */
const putEnrolling = (trx: Transaction<Database>, id: string, windowId: string) =>
  trx
    .insertInto('terminal')
    .values(terminalRow({ id, window_id: windowId }))
    .onConflict((oc) =>
      oc
        .column('id')
        .doUpdateSet({ window_id: windowId, state: 'enrolling', public_key: null, enrolled_at: null })
        .where('terminal.state', '!=', 'active'),
    )
    .returning('id')
    .executeTakeFirst();

/** Takes a terminal out of service at once; an open enrolment code ends too. Again and again makes no difference. */
export async function revokeTerminal(hub: Hub, id: string, by: Actor): Promise<Answer<null>> {
  return hub.db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('terminal')
      .set({ state: 'revoked' })
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (!row) return fail('not.found', 'terminalId');
    await trx.deleteFrom('enrolment').where('terminal_id', '=', id).execute();
    await notify(trx, [{ topic: 'terminal', message: { terminalId: id } }]);
    await appendAudit(hub, entry(by, 'terminal.revoke', id), trx);
    return ok(null);
  });
}

/** A new token for a window's counter system; the one before ends. It is shown once and kept only as a hash. */
export async function renewCounterToken(
  hub: Hub,
  windowId: string,
  by: Actor,
): Promise<Answer<{ token: string }>> {
  const token = newSecret();
  const fresh = { token_sha256: secretHash(token), created_at: hub.now(), created_by: by.login };
  return hub.db.transaction().execute(async (trx) => {
    const window = await trx
      .selectFrom('service_window')
      .select('id')
      .where('id', '=', windowId)
      .executeTakeFirst();
    if (!window) return fail('not.found', 'windowId');
    await trx
      .insertInto('counter_token')
      .values({ window_id: windowId, ...fresh })
      .onConflict((oc) => oc.column('window_id').doUpdateSet(fresh))
      .execute();
    await appendAudit(hub, entry(by, 'counter.token', windowId), trx);
    return ok({ token });
  });
}

const entry = (by: Actor, action: string, target: string, detail: Record<string, string> = {}) => ({
  actor: by.login,
  ip: by.ip,
  action,
  target,
  result: 'ok' as const,
  detail,
});
