import type { KnownPerson } from '../../contracts/hub/sign-in-api.ts';
import { fail } from '../../contracts/result.ts';
import type { IdentityFailure } from '../adapters/identity/adapter.ts';
import { httpIdentity } from '../adapters/identity/http.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { readIdentity } from './settings.ts';

const CODES = {
  forged: 'signIn.codeForged',
  expired: 'signIn.codeExpired',
  refused: 'signIn.refused',
  failed: 'signIn.unavailable',
} as const;

/** A failure of the upper system as the kiosk is told it; staff find in the log why it could not be asked. */
export function refusedBy(hub: Pick<HubContext, 'log'>, failure: IdentityFailure) {
  if (failure.code === 'failed') hub.log.warn({ detail: failure.detail }, 'signIn.identityAway');
  return fail(CODES[failure.code]);
}

/** Whose code this is. The code is handed on, and kept nowhere. */
export async function whoShows(
  hub: Pick<HubContext, 'db' | 'log'>,
  code: string,
): Promise<Answer<KnownPerson>> {
  const settings = await readIdentity(hub);
  if (settings === null || settings.codeUrl === null) return fail('signIn.notOffered');
  const known = await httpIdentity(settings).byCode(code);
  return known.ok ? known : refusedBy(hub, known.error);
}
