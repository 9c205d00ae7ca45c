import type { Clock } from '../../contracts/clock.ts';
import { terminalApi } from '../../contracts/hub/terminal-api.ts';
import { ok } from '../../contracts/result.ts';
import type { DeviceKey } from './device-key.ts';
import { type HubHttp, type HubResult, post } from './http.ts';
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
  const { http, terminalId } = o;
  let token: { value: string; renewAt: number } | null = null;
  let pending: Promise<HubResult<string>> | null = null;
  let codeRefused = false;

  async function prove(): Promise<HubResult<string>> {
    const challenge = await http.json(
      post('/terminal/challenge', { terminalId }),
      replyOf(terminalApi.challenge),
    );
    if (!challenge.ok) return challenge;
    const { nonce } = challenge.value;
    const signature = o.key.prove(terminalId, nonce);
    const asked = o.clock.boottimeMs();
    const reply = await http.json(
      post('/terminal/token', { terminalId, nonce, signature }),
      replyOf(terminalApi.token),
    );
    if (!reply.ok) return reply;
    // It is put into headers as it is.
    if (!/^[\x21-\x7e]+$/.test(reply.value.token)) return { ok: false, error: { code: 'hub.notOurs' } };
    const { expiresInMs } = reply.value;
    token = { value: reply.value.token, renewAt: asked + expiresInMs - Math.min(AHEAD_MS, expiresInMs / 2) };
    return ok(token.value);
  }

  async function renew(): Promise<HubResult<string>> {
    const proven = await prove();
    if (proven.ok || !STRANGER.has(proven.error.code)) return proven;
    const { enrolmentCode: code } = o;
    if (code === undefined || codeRefused) return proven;
    const body = { terminalId, code, publicKey: o.key.publicKey };
    const enrolled = await http.json(post('/terminal/enrol', body), replyOf(terminalApi.enrol));
    // A code that the hub refused is not tried again; an answer that was lost is.
    if (!enrolled.ok && enrolled.error.code === 'terminal.enrolment') codeRefused = true;
    o.log('hub.enrol', { ok: enrolled.ok, ...(enrolled.ok ? {} : { code: enrolled.error.code }) });
    return enrolled.ok ? prove() : proven;
  }

  return {
    get(): Promise<HubResult<string>> {
      if (token !== null && o.clock.boottimeMs() < token.renewAt) return Promise.resolve(ok(token.value));
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    /** The hub did not take `value` (or wants another): the next `get` makes a new one. */
    drop(value = token?.value): void {
      if (token?.value === value) token = null;
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;

/** The hub does not know this key as that of the terminal. */
const STRANGER = new Set(['terminal.unknown', 'terminal.revoked', 'auth.failed']);
