import type { UserRow } from '../../../contracts/hub/console-api.ts';
import { login as loginShape, newPassword } from '../../../contracts/hub/console-api.ts';
import { label } from '../../../contracts/primitives.ts';
import { fail } from '../../../contracts/result.ts';
import type { HubContext } from '../../context.ts';
import type { Answer } from '../../refusal.ts';
import { HUB_ACTOR } from '../actor.ts';
import { createUser, updateUser } from './accounts.ts';

/**
 * An admin account made by the hub itself: the first of an installation, or one more when every admin is locked out.
 * `input.invalid` (with the field), `password.weak`, `user.exists`.
 */
export async function bootstrapAdmin(
  hub: Pick<HubContext, 'db' | 'now' | 'newId'>,
  login: string,
  name: string,
  password: string,
): Promise<Answer<UserRow>> {
  if (!loginShape.safeParse(login).success) return fail('input.invalid', 'login');
  const shown = label.safeParse(name);
  if (!shown.success) return fail('input.invalid', 'name');
  if (!newPassword.safeParse(password).success) return fail('password.weak');
  const admin = { login, name: shown.data, role: 'admin' as const, password, mustChange: false };
  return createUser(hub, admin, { login: HUB_ACTOR, ip: null });
}

/**
 * A new password for an admin who is locked out or forgot it, to be changed at the next sign-in; also enables the
 * account. `not.found`: no admin has this login. `password.weak`.
 */
export async function resetAdmin(
  hub: Pick<HubContext, 'db' | 'now' | 'newId'>,
  login: string,
  password: string,
): Promise<Answer<UserRow>> {
  if (!newPassword.safeParse(password).success) return fail('password.weak');
  const admin = await hub.db
    .selectFrom('console_user')
    .select('id')
    .where('login', '=', login)
    .where('role', '=', 'admin')
    .executeTakeFirst();
  if (!admin) return fail('not.found');
  return updateUser(hub, admin.id, { password, disabled: false }, { login: HUB_ACTOR, ip: null });
}
