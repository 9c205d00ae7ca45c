import { fail, ok } from '../../../contracts/result.ts';
import type { HubContext } from '../../context.ts';
import type { Answer } from '../../refusal.ts';
import { appendAudit } from '../audit/append.ts';
import { consoleDb } from '../tables.ts';
import { countBeforehand, forgiveAddress } from './attempts.ts';
import { auditLock } from './failures.ts';
import { hashing, hashPassword, verifyPassword } from './password.ts';
import { isNewPasswordFor } from './password-rule.ts';
import { endSessionsOf, openSession, type SessionUser } from './sessions.ts';

/**
 * The user's own password. A wrong `current` counts like a failed sign-in. Every session of the user ends; the answer
 * is the secret of a new one for the caller.
 */
export async function changePassword(
  hub: HubContext,
  user: SessionUser,
  given: { current: string; next: string },
  ip: string,
): Promise<Answer<{ secret: string }>> {
  if (!isNewPasswordFor(user.login, given)) return fail('password.weak');
  return (await hashing.run(() => proveAndChange(hub, user, given, ip))) ?? fail('busy');
}

async function proveAndChange(
  hub: HubContext,
  user: SessionUser,
  given: { current: string; next: string },
  ip: string,
): Promise<Answer<{ secret: string }>> {
  const attempt = await countBeforehand(hub, user.login, ip);
  if (attempt.kind === 'addressRefused') return fail('rate.limited');
  if (attempt.kind === 'locked') return fail('auth.locked');
  const checked = attempt.user?.passwordHash;
  if (checked === undefined || !(await verifyPassword(checked, given.current))) {
    await appendAudit(hub, {
      actor: user.login,
      action: 'session.password',
      target: user.id,
      result: 'refused',
      ip,
    });
    if (attempt.lockedUntil)
      await auditLock(hub, { actor: user.login, ip, lockedUntil: attempt.lockedUntil });
    return fail(attempt.lockedUntil ? 'auth.locked' : 'auth.failed');
  }
  const next = await hashPassword(given.next);
  return consoleDb(hub)
    .transaction()
    .execute(async (trx) => {
      await forgiveAddress(trx, ip);
      const changed = await trx
        .updateTable('console_user')
        .set({ password_hash: next, must_change: false, failed: 0, locked_until: null })
        .where('id', '=', user.id)
        .where('disabled', '=', false)
        .where('password_hash', '=', checked)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return fail('auth.failed');
      await endSessionsOf(trx, user.id);
      const secret = await openSession(hub, trx, user.id, ip);
      await appendAudit(
        hub,
        { actor: user.login, action: 'session.password', target: user.id, result: 'ok', ip },
        trx,
      );
      return ok({ secret });
    });
}
