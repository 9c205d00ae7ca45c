import type { Selectable, Transaction } from 'kysely';
import type { Role, UserRow } from '../../../contracts/hub/console-api.ts';
import { fail, ok } from '../../../contracts/result.ts';
import type { HubContext } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import type { Answer } from '../../refusal.ts';
import { type Actor, HUB_ACTOR } from '../actor.ts';
import { appendAudit } from '../audit/append.ts';
import { hashing, hashPassword } from '../auth/password.ts';
import { isNewPasswordFor } from '../auth/password-rule.ts';
import { endSessionsOf } from '../auth/sessions.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId'>;
type User = Selectable<Database['console_user']>;

export interface NewUser {
  login: string;
  name: string;
  role: Role;
  password: string;
  /** The user has to choose a password of his own at the first sign-in. */
  mustChange: boolean;
}

export interface UserChange {
  name?: string | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
  /** A password handed to the user, who must change it at the next sign-in; ends his lock-out and his sessions. */
  password?: string | undefined;
  unlock?: boolean | undefined;
}

/** Every account, by login. */
export async function listUsers(hub: Hub): Promise<UserRow[]> {
  const rows = await hub.db.selectFrom('console_user').selectAll().orderBy('login').execute();
  return rows.map((row) => toRow(row, hub.now()));
}

/** `user.exists`, `password.weak`, `busy`. Input is as the contract has it. */
export async function createUser(hub: Hub, user: NewUser, by: Actor): Promise<Answer<UserRow>> {
  const { login, name, role, password, mustChange } = user;
  if (login === HUB_ACTOR) return fail('user.exists');
  if (!isNewPasswordFor(login, { next: password })) return fail('password.weak');
  const hash = await hashing.run(() => hashPassword(password));
  if (hash === null) return fail('busy');
  return hub.db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('console_user')
      .values({
        id: hub.newId(),
        login,
        name,
        role,
        password_hash: hash,
        must_change: mustChange,
        created_at: hub.now(),
        locked_until: null,
        last_login_at: null,
      })
      .onConflict((oc) => oc.column('login').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) return fail('user.exists');
    await appendAudit(hub, entry(by, 'user.create', row.id, { login, role }), trx);
    return ok(toRow(row, hub.now()));
  });
}

/**
 * Changes an account. `auth.forbidden` for what would lock the admins out: the last active admin disabled or given
 * another role (`lastAdmin`), or an admin doing so, or resetting the password, to himself (`ownAccount`).
 */
export async function updateUser(
  hub: Hub,
  id: string,
  change: UserChange,
  by: Actor,
): Promise<Answer<UserRow>> {
  const hash =
    change.password === undefined ? undefined : await hashing.run(() => hashPassword(change.password ?? ''));
  if (hash === null) return fail('busy');
  return hub.db.transaction().execute(async (trx) => {
    const admins = await activeAdmins(trx);
    const was = await trx
      .selectFrom('console_user')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!was) return fail('not.found');
    const refused = refuseChange(was, change, { by: by.login, admins });
    if (refused) return fail('auth.forbidden', refused);
    if (change.password !== undefined && !isNewPasswordFor(was.login, { next: change.password }))
      return fail('password.weak');

    const unlocked = change.unlock || hash !== undefined;
    const row = await trx
      .updateTable('console_user')
      .set({
        name: change.name ?? was.name,
        role: change.role ?? was.role,
        disabled: change.disabled ?? was.disabled,
        ...(hash === undefined ? {} : { password_hash: hash, must_change: true }),
        ...(unlocked ? { failed: 0, locked_until: null } : {}),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (hash !== undefined || row.disabled) await endSessionsOf(trx, id);
    await appendAudit(hub, entry(by, 'user.update', id, changed(was, row, change)), trx);
    return ok(toRow(row, hub.now()));
  });
}

/** Why a change is refused, or null. */
export function refuseChange(
  was: Pick<User, 'id' | 'login' | 'role' | 'disabled'>,
  change: UserChange,
  at: { by: string; admins: readonly string[] },
): 'ownAccount' | 'lastAdmin' | null {
  const demoted = change.role !== undefined && change.role !== was.role;
  const disabled = change.disabled === true && !was.disabled;
  if (was.login === at.by && (demoted || disabled || change.password !== undefined)) return 'ownAccount';
  const leaves = was.role === 'admin' && !was.disabled && (demoted || disabled);
  return leaves && at.admins.every((id) => id === was.id) ? 'lastAdmin' : null;
}

/** Locks the rows of the active admins: of two who demote each other at once, one is refused. */
async function activeAdmins(trx: Transaction<Database>): Promise<string[]> {
  const rows = await trx
    .selectFrom('console_user')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', '=', false)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((r) => r.id);
}

/** What was changed, without names and passwords. */
function changed(was: User, is: User, change: UserChange): Record<string, string | boolean> {
  return {
    login: is.login,
    ...(is.name === was.name ? {} : { name: true }),
    ...(is.role === was.role ? {} : { role: is.role, roleBefore: was.role }),
    ...(is.disabled === was.disabled ? {} : { disabled: is.disabled }),
    ...(change.password === undefined ? {} : { password: true }),
    ...(change.unlock ? { unlock: true } : {}),
  };
}

const entry = (by: Actor, action: string, target: string, detail: Record<string, string | boolean>) => ({
  actor: by.login,
  ip: by.ip,
  action,
  target,
  result: 'ok' as const,
  detail,
});

function toRow(u: User, now: Date): UserRow {
  const locked = u.locked_until !== null && u.locked_until > now;
  return {
    id: u.id,
    login: u.login,
    name: u.name,
    role: u.role,
    disabled: u.disabled,
    lockedUntilMs: locked ? (u.locked_until?.getTime() ?? null) : null,
    lastLoginMs: u.last_login_at?.getTime() ?? null,
  };
}
