import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { bearerOf } from '../secret-hash.ts';
import { readToken } from './proof.ts';

/** The terminal that makes a call. */
export interface CallingTerminal {
  id: string;
  windowId: string;
}

/**
 * Who carries this token: it must be ours and fresh, and its terminal in service at this moment in the same
 * enrolment. `auth.required`, `terminal.unknown`, `terminal.revoked`.
 */
export async function identifyTerminal(
  hub: Pick<HubContext, 'db' | 'now' | 'secrets'>,
  authorization: string | undefined,
): Promise<Answer<CallingTerminal>> {
  const token = bearerOf(authorization);
  const facts = token === null ? null : readToken(hub, token);
  if (facts === null) return fail('auth.required');
  const row = await hub.db
    .selectFrom('terminal')
    .select(['window_id', 'state', 'enrolled_at'])
    .where('id', '=', facts.terminalId)
    .executeTakeFirst();
  if (!row) return fail('terminal.unknown');
  if (row.state === 'revoked') return fail('terminal.revoked');
  if (row.state !== 'active') return fail('terminal.unknown');
  if (row.enrolled_at?.getTime() !== facts.enrolledMs) return fail('auth.required');
  return ok({ id: facts.terminalId, windowId: row.window_id });
}
