import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { bearerOf, secretHash } from '../secret-hash.ts';

/** The window whose token a counter's system carries. `auth.required`. */
export async function identifyCounter(
  hub: Pick<HubContext, 'db'>,
  authorization: string | undefined,
): Promise<Answer<{ windowId: string }>> {
  const token = bearerOf(authorization);
  return token === null ? fail('auth.required') : windowOfToken(hub, token);
}

export async function windowOfToken(
  hub: Pick<HubContext, 'db'>,
  token: string,
): Promise<Answer<{ windowId: string }>> {
  const row = await hub.db
    .selectFrom('counter_token')
    .select('window_id')
    .where('token_sha256', '=', secretHash(token))
    .executeTakeFirst();
  return row ? ok({ windowId: row.window_id }) : fail('auth.required');
}
