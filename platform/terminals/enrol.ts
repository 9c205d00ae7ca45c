import { timingSafeEqual } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import { fail, ok } from '../../contracts/result.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { secretHash } from '../secret-hash.ts';

export interface Enrolment {
  terminalId: string;
  /** The one-time code that a technician was shown. */
  code: string;
  /** base64url of the raw 32 bytes. */
  publicKey: string;
}

/**
 * First contact of a terminal: the code binds its public key. The same call again (an answer that was lost) gives the
 * same answer. `terminal.enrolment` for everything else: no such code, used, too old, or another terminal is in
 * service at the window and has to be revoked first.
 */
export async function enrol(
  hub: Pick<HubContext, 'db' | 'now'>,
  enrolment: Enrolment,
  ip: string,
): Promise<Answer<{ windowId: string }>> {
  const key = Buffer.from(enrolment.publicKey, 'base64url');
  if (key.length !== 32) return fail('input.invalid', 'publicKey');
  return hub.db.transaction().execute(async (trx) => {
    const row = await lockedEnrolment(trx, enrolment.terminalId);
    if (!row || !timingSafeEqual(row.code_sha256, secretHash(enrolment.code)))
      return fail('terminal.enrolment');
    if (row.used_at !== null)
      return row.state === 'active' && row.public_key?.equals(key)
        ? ok({ windowId: row.window_id })
        : fail('terminal.enrolment');
    if (row.state !== 'enrolling' || hub.now() >= row.expires_at) return fail('terminal.enrolment');
    if (await isTaken(trx, row.window_id)) return fail('terminal.enrolment', 'windowTaken');
    await trx
      .updateTable('terminal')
      .set({ state: 'active', public_key: key, enrolled_at: hub.now() })
      .where('id', '=', enrolment.terminalId)
      .execute();
    await trx
      .updateTable('enrolment')
      .set({ used_at: hub.now() })
      .where('terminal_id', '=', enrolment.terminalId)
      .execute();
    const detail = { windowId: row.window_id };
    await appendAudit(
      hub,
      { actor: 'hub', action: 'terminal.enrolled', target: enrolment.terminalId, result: 'ok', ip, detail },
      trx,
    );
    return ok(detail);
  });
}

type Row = Selectable<Database['enrolment']> &
  Pick<Selectable<Database['terminal']>, 'state' | 'window_id' | 'public_key'>;

const lockedEnrolment = (trx: Transaction<Database>, terminalId: string): Promise<Row | undefined> =>
  trx
    .selectFrom('enrolment as e')
    .innerJoin('terminal as t', 't.id', 'e.terminal_id')
    .selectAll('e')
    .select(['t.state', 't.window_id', 't.public_key'])
    .where('e.terminal_id', '=', terminalId)
    .forUpdate()
    .executeTakeFirst();

/** Is another terminal in service at the window? Locks the window's row, so that of two at once one is refused. */
async function isTaken(trx: Transaction<Database>, windowId: string): Promise<boolean> {
  await trx
    .selectFrom('service_window')
    .select('id')
    .where('id', '=', windowId)
    .forUpdate()
    .executeTakeFirst();
  const other = await trx
    .selectFrom('terminal')
    .select('id')
    .where('window_id', '=', windowId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return other !== undefined;
}
