import type { TestHub } from './hub.ts';
import { signProof, type TestTerminal } from './terminals.ts';

export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read replies of every shape
  body: any;
}

/** One call under /v1 with a bearer token. */
export async function call(
  hub: Pick<TestHub, 'url'>,
  method: string,
  path: string,
  options: { token?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const response = await fetch(`${hub.url}/v1${path}`, {
    method,
    headers: {
      ...options.headers,
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** Challenge, signature, token: as a terminal does. */
export async function signIn(hub: Pick<TestHub, 'url'>, terminal: TestTerminal): Promise<Reply> {
  const { body } = await call(hub, 'POST', '/terminal/challenge', { body: { terminalId: terminal.id } });
  const signature = signProof(terminal, body.nonce);
  return call(hub, 'POST', '/terminal/token', {
    body: { terminalId: terminal.id, nonce: body.nonce, signature },
  });
}

export async function tokenOf(hub: Pick<TestHub, 'url'>, terminal: TestTerminal): Promise<string> {
  const reply = await signIn(hub, terminal);
  if (reply.status !== 200) throw new Error(reply.body.code);
  return reply.body.token;
}
