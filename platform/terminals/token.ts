import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { isFreshNonce, isSigned, newToken, TOKEN_MS } from './proof.ts';

/** Signed nonce → access token. `terminal.unknown`, `terminal.revoked`, `auth.failed`. */
export async function grantToken(
  hub: Pick<HubContext, 'db' | 'now' | 'secrets'>,
  proof: { terminalId: string; nonce: string; signature: string },
): Promise<Answer<{ token: string; expiresInMs: number }>> {
  const { terminalId, nonce, signature } = proof;
  const row = await hub.db
    .selectFrom('terminal')
    .select(['state', 'public_key', 'enrolled_at'])
    .where('id', '=', terminalId)
    .executeTakeFirst();
  if (row?.state === 'revoked') return fail('terminal.revoked');
  if (row?.state !== 'active' || row.public_key === null || row.enrolled_at === null)
    return fail('terminal.unknown');
  if (!isFreshNonce(hub, terminalId, nonce)) return fail('auth.failed', 'nonce');
  if (!isSigned(terminalId, nonce, signature, row.public_key)) return fail('auth.failed', 'signature');
  const token = newToken(hub, { terminalId, enrolledMs: row.enrolled_at.getTime() });
  return ok({ token, expiresInMs: TOKEN_MS });
}
