import type { Clock } from '../../contracts/clock.ts';
import { terminalApi } from '../../contracts/hub/terminal-api.ts';
import { ok } from '../../contracts/result.ts';
import type { DeviceKey } from './device-key.ts';
import type { HubHttp, HubResult } from './http.ts';
import { replyOf } from './replies.ts';

/** Renewed when less than this is left, ms. */
const AHEAD_MS = 60_000;

export interface TokenOptions {
  http: HubHttp;
  terminalId: string;
  enrolmentCode: string | undefined;
  key: DeviceKey;
  clock: Clock;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** The access token: made by proof of the device key, renewed ahead of its end; enrols at the first contact. */
export function createTokens(o: TokenOptions) {
  let token: { value: string; until: number } | null = null;
  let pending: Promise<HubResult<string>> | null = null;
  let codeTried = false;

  async function prove(): Promise<HubResult<string>> {
    const challenge = await o.http.json(
      { method: 'POST', path: '/terminal/challenge', body: { terminalId: o.terminalId } },
      replyOf(terminalApi.challenge),
    );
    if (!challenge.ok) return challenge;
    const { nonce } = challenge.value;
    const body = { terminalId: o.terminalId, nonce, signature: o.key.prove(o.terminalId, nonce) };
    const reply = await o.http.json(
      { method: 'POST', path: '/terminal/token', body },
      replyOf(terminalApi.token),
    );
    if (!reply.ok) return reply;
    token = { value: reply.value.token, until: o.clock.boottimeMs() + reply.value.expiresInMs };
    return ok(token.value);
  }

  async function renew(): Promise<HubResult<string>> {
    const proven = await prove();
    const unknown =
      !proven.ok && (proven.error.code === 'terminal.unknown' || proven.error.code === 'terminal.revoked');
    if (!unknown || o.enrolmentCode === undefined || codeTried) return proven;
    const body = { terminalId: o.terminalId, code: o.enrolmentCode, publicKey: o.key.publicKey };
    const enrolled = await o.http.json(
      { method: 'POST', path: '/terminal/enrol', body },
      replyOf(terminalApi.enrol),
    );
    // A code that the hub refused is not tried again; an answer that was lost is.
    if (!enrolled.ok && enrolled.error.code !== 'hub.unreachable') codeTried = true;
    o.log('hub.enrol', { ok: enrolled.ok, ...(enrolled.ok ? {} : { code: enrolled.error.code }) });
    return enrolled.ok ? prove() : proven;
  }

  return {
    get(): Promise<HubResult<string>> {
      if (token !== null && o.clock.boottimeMs() < token.until - AHEAD_MS)
        return Promise.resolve(ok(token.value));
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    /** The hub did not take it: the next `get` makes a new one. */
    drop(): void {
      token = null;
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;
