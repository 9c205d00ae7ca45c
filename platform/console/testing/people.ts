import { hash } from '@node-rs/argon2';
import type { Role } from '../../../contracts/hub/console-api.ts';
import type { HubContext } from '../../context.ts';

/** Everybody's password in the tests. */
export const PASSWORD = 'Pingdingshan-2026';

/** A cheap hash, so that a test with a hundred sign-ins takes no minute. */
const cheapHash = hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });

export interface Person {
  login: string;
  role: Role;
  mustChange?: boolean;
  disabled?: boolean;
}

/** An account without the ceremony; returns its id. */
export async function person(hub: Pick<HubContext, 'db' | 'now' | 'newId'>, p: Person): Promise<string> {
  const id = hub.newId();
  await hub.db
    .insertInto('console_user')
    .values({
      id,
      login: p.login,
      name: `Name of ${p.login}`,
      role: p.role,
      password_hash: await cheapHash,
      must_change: p.mustChange ?? false,
      disabled: p.disabled ?? false,
      locked_until: null,
      last_login_at: null,
      created_at: hub.now(),
    })
    .execute();
  return id;
}
