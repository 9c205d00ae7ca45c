import type { Me } from '../../../contracts/hub/console-api.ts';
import { fail, ok } from '../../../contracts/result.ts';
import { codeOf } from '../../cannot-start.ts';
import type { HubContext } from '../../context.ts';
import type { Answer } from '../../refusal.ts';
import { NOBODY_KNOWN } from '../actor.ts';
import { appendAudit } from '../audit/append.ts';
import { consoleDb } from '../tables.ts';
import { countBeforehand, forgiveAddress, sweepAttempts } from './attempts.ts';
import { auditFailure, auditLock } from './failures.ts';
import { hashing, hashPassword, isOutdated, NOBODY, verifyPassword } from './password.ts';
import { endSession, IDLE_MS, openSession, type SessionUser, sweepSessions } from './sessions.ts';

export interface Credentials {
  login: string;
  password: string;
}
export interface From {
  ip: string;
  /** Session that the browser still had; it ends with the new one's beginning. */
  oldSession: Buffer | null;
}
export interface SignedIn {
  /** For the cookie. */
  secret: string;
  user: SessionUser;
}

export const toMe = (user: SessionUser): Me => ({ ...user, idleMs: IDLE_MS });

/**
 * Sign-in by password. `auth.failed` says neither whether the login exists nor whether it is disabled, and takes the
 * same work in each case. `auth.locked`, `rate.limited`: see `lockout.ts`. `busy`: too many sign-ins at this moment.
 */
export async function signIn(hub: HubContext, given: Credentials, from: From): Promise<Answer<SignedIn>> {
  const login = given.login.trim().toLowerCase();
  const answer = await hashing.run(() => tryPassword(hub, { login, password: given.password }, from));
  if (answer === null) return fail('busy');
  if (answer.ok) await sweep(hub);
  return answer;
}

/** Whoever signs in clears away what is over; when that fails, the next one does. */
async function sweep(hub: HubContext): Promise<void> {
  try {
    await sweepSessions(hub);
    await sweepAttempts(hub);
  } catch (e) {
    hub.log.warn({ code: codeOf(e) }, 'console.sweepFailed');
  }
}

async function tryPassword(hub: HubContext, given: Credentials, from: From): Promise<Answer<SignedIn>> {
  const attempt = await countBeforehand(hub, given.login, from.ip);
  if (attempt.kind === 'addressRefused') {
    hub.log.warn({ ip: from.ip }, 'console.addressRefused');
    return fail('rate.limited');
  }
  if (attempt.kind === 'locked') {
    await auditFailure(hub, {
      actor: attempt.known ? given.login : NOBODY_KNOWN,
      ip: from.ip,
      reason: 'locked',
    });
    return fail('auth.locked');
  }
  const { user, lockedUntil } = attempt;
  const right = await verifyPassword(user?.passwordHash ?? NOBODY, given.password);

  if (!user || user.disabled || !right) {
    const actor = user ? given.login : NOBODY_KNOWN;
    const reason = !user ? 'unknown' : user.disabled ? 'disabled' : 'password';
    await auditFailure(hub, { actor, ip: from.ip, reason });
    if (user && lockedUntil) await auditLock(hub, { actor, ip: from.ip, lockedUntil });
    return fail(lockedUntil ? 'auth.locked' : 'auth.failed');
  }
  const passwordHash = isOutdated(user.passwordHash) ? await hashPassword(given.password) : user.passwordHash;
  return admit(hub, { id: user.id, checked: user.passwordHash, passwordHash }, from);
}

/** The new session, unless the account was disabled or given another password since `checked` was read. */
async function admit(
  hub: HubContext,
  user: { id: string; checked: string; passwordHash: string },
  from: From,
): Promise<Answer<SignedIn>> {
  return consoleDb(hub)
    .transaction()
    .execute(async (trx) => {
      await forgiveAddress(trx, from.ip);
      const row = await trx
        .updateTable('console_user')
        .set({ failed: 0, locked_until: null, last_login_at: hub.now(), password_hash: user.passwordHash })
        .where('id', '=', user.id)
        .where('disabled', '=', false)
        .where('password_hash', '=', user.checked)
        .returning(['id', 'login', 'name', 'role', 'must_change'])
        .executeTakeFirst();
      if (!row) return fail('auth.failed');
      if (from.oldSession) await endSession(trx, from.oldSession);
      const secret = await openSession(hub, trx, row.id, from.ip);
      await appendAudit(hub, { actor: row.login, action: 'session.login', result: 'ok', ip: from.ip }, trx);
      const { id, login, name, role, must_change } = row;
      return ok({ secret, user: { id, login, name, role, mustChangePassword: must_change } });
    });
}
