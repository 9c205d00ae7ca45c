import type { Transaction } from 'kysely';
import type { Role } from '../../../contracts/hub/console-api.ts';
import type { HubContext } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { secretHash } from '../../secret-hash.ts';
import { newSecret } from './secret.ts';

/** A session ends after this time without a call … */
export const IDLE_MS = 30 * 60_000;
/** … and in any case this long after the sign-in. */
export const ABSOLUTE_MS = 12 * 3_600_000;
/** A call within this time of the last one noted is not noted again. */
const TOUCH_MS = 5_000;

export interface SessionUser {
  id: string;
  login: string;
  name: string;
  role: Role;
  mustChangePassword: boolean;
}
export interface Session {
  /** SHA-256 of the secret in the cookie. */
  key: Buffer;
  user: SessionUser;
}

type Hub = Pick<HubContext, 'db' | 'now'>;

/** Opens a session; the answer is the cookie's secret, kept nowhere. */
export async function openSession(
  hub: Pick<HubContext, 'now'>,
  trx: Transaction<Database>,
  userId: string,
  ip: string,
): Promise<string> {
  const secret = newSecret();
  const now = hub.now();
  await trx
    .insertInto('console_session')
    .values({
      token_sha256: secretHash(secret),
      user_id: userId,
      created_at: now,
      used_at: now,
      expires_at: new Date(now.getTime() + ABSOLUTE_MS),
      ip,
    })
    .execute();
  return secret;
}

/** The living session of a cookie's secret; null when there is none, it is over, or its user is disabled. */
export async function findSession(hub: Hub, key: Buffer): Promise<Session | null> {
  const now = hub.now().getTime();
  const row = await hub.db
    .selectFrom('console_session as s')
    .innerJoin('console_user as u', 'u.id', 's.user_id')
    .select([
      'u.id',
      'u.login',
      'u.name',
      'u.role',
      'u.must_change',
      'u.disabled',
      's.used_at',
      's.expires_at',
    ])
    .where('s.token_sha256', '=', key)
    .executeTakeFirst();
  if (!row || row.disabled || !isAlive(row, now)) return null;
  const { id, login, name, role, must_change } = row;
  return { key, user: { id, login, name, role, mustChangePassword: must_change } };
}

export const isAlive = (s: { used_at: Date; expires_at: Date }, nowMs: number): boolean =>
  nowMs < s.expires_at.getTime() && nowMs - s.used_at.getTime() < IDLE_MS;

/** Notes that the session was used. */
export async function touchSession(hub: Hub, key: Buffer): Promise<void> {
  const now = hub.now();
  await hub.db
    .updateTable('console_session')
    .set({ used_at: now })
    .where('token_sha256', '=', key)
    .where('used_at', '<=', new Date(now.getTime() - TOUCH_MS))
    .execute();
}

export async function endSession(db: HubContext['db'] | Transaction<Database>, key: Buffer): Promise<void> {
  await db.deleteFrom('console_session').where('token_sha256', '=', key).execute();
}

/** Password changed, account disabled: every session of the user ends. */
export async function endSessionsOf(trx: Transaction<Database>, userId: string): Promise<void> {
  await trx.deleteFrom('console_session').where('user_id', '=', userId).execute();
}

/** Removes sessions that are over. */
export async function sweepSessions(hub: Hub): Promise<void> {
  const now = hub.now();
  await hub.db
    .deleteFrom('console_session')
    .where((eb) =>
      eb.or([eb('expires_at', '<=', now), eb('used_at', '<=', new Date(now.getTime() - IDLE_MS))]),
    )
    .execute();
}
