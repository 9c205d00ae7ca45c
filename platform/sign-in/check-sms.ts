import { timingSafeEqual } from 'node:crypto';
import type { KnownPerson } from '../../contracts/hub/sign-in-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import { httpIdentity } from '../adapters/identity/http.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { refusedBy } from './qr.ts';
import { codeKey, phoneKey } from './send-sms.ts';
import { readIdentity } from './settings.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;
interface Given {
  id: string;
  phone: string;
  code: string;
}

/** How often a code may be tried. */
export const MAX_TRIES = 5;

/**
 * Whose phone it is that got the code; null: it proves the phone and no person. A code that was right is used up by an
 * answer of the upper system, not by its absence.
 */
export async function checkSms(
  hub: Hub,
  terminalId: string,
  given: Given,
): Promise<Answer<KnownPerson | null>> {
  const right = await tryCode(hub, terminalId, given);
  if (!right.ok) return right;
  const settings = await readIdentity(hub);
  const owner = settings === null ? ok(null) : await httpIdentity(settings).byPhone(given.phone);
  if (!owner.ok && owner.error.code === 'failed') return refusedBy(hub, owner.error);
  const used = await hub.db
    .updateTable('sms_code')
    .set({ used_at: hub.now() })
    .where('id', '=', given.id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) return fail('sms.expired');
  return owner.ok ? owner : refusedBy(hub, owner.error);
}

/** A try is counted before the code is looked at: many at once are no more than one after the other. */
async function tryCode(hub: Hub, terminalId: string, { id, phone, code }: Given): Promise<Answer<null>> {
  const mine = hub.db
    .updateTable('sms_code')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .where('terminal_id', '=', terminalId)
    .where('phone', '=', phoneKey(hub, phone))
    .where('failed', '=', false)
    .where('used_at', 'is', null)
    .where('expires_at', '>', hub.now());
  const row = await mine.where('tries', '<', MAX_TRIES).returning(['code', 'tries']).executeTakeFirst();
  if (row === undefined) {
    const spent = await mine.returning('tries').executeTakeFirst();
    return fail(spent === undefined ? 'sms.expired' : 'sms.spent');
  }
  if (timingSafeEqual(row.code, codeKey(hub, id, code))) return ok(null);
  return fail(row.tries < MAX_TRIES ? 'sms.wrong' : 'sms.spent');
}
