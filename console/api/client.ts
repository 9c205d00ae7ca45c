import { createORPCClient, ORPCError } from '@orpc/client';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { z } from 'zod';
import { consoleApi } from '../../contracts/hub/console-api.ts';
import { counterApi } from '../../contracts/hub/counter-api.ts';

export type ConsoleClient = ContractRouterClient<typeof consoleApi>;
export type CounterClient = ContractRouterClient<typeof counterApi>;

/** Longest wait for an answer, ms. The hub's long poll holds a call for up to 25 s. */
const CALL_MS = 15_000;
const LONG_POLL_MS = 35_000;

/** The console's client: the session cookie goes along by itself. `origin` such as `https://hub.example`. */
export const consoleClient = (origin: string): ConsoleClient =>
  createORPCClient(link(consoleApi, origin, () => ({ 'x-hall-console': '1' })));

/** The counter page's client; `token` is the window's token as the clerk entered it. */
export const counterClient = (origin: string, token: () => string | null): CounterClient =>
  createORPCClient(
    link(counterApi, origin, () => {
      const t = token();
      return t === null ? {} : { authorization: `Bearer ${t}` };
    }),
  );

function link(contract: AnyContractRouter, origin: string, headers: () => Record<string, string>) {
  return new OpenAPILink(contract, {
    url: `${origin}/v1`,
    headers,
    fetch: (request, init, _options, path) =>
      path.join('.') === 'ratings.live' ? fetchEndless(request, init) : fetchWithin(request, init),
    plugins: [new ResponseValidationPlugin(contract)],
    customErrorResponseBodyDecoder: hubError,
  });
}

/** The whole answer within its time. */
function fetchWithin(request: Request, init: RequestInit): Promise<Response> {
  const ms = new URL(request.url).searchParams.has('waitMs') ? LONG_POLL_MS : CALL_MS;
  return fetch(request, { ...init, signal: AbortSignal.any([request.signal, AbortSignal.timeout(ms)]) });
}

/** The beginning of the answer within its time; then it may go on for ever. */
async function fetchEndless(request: Request, init: RequestInit): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('no answer', 'TimeoutError')), CALL_MS);
  try {
    return await fetch(request, { ...init, signal: AbortSignal.any([request.signal, late.signal]) });
  } finally {
    clearTimeout(timer);
  }
}

const errorBody = z.object({
  code: z.string().min(1).max(60),
  message: z.string().optional(),
  data: z.unknown().optional(),
});

/** The hub's error envelope `{code, message?, data?}`; anything else in its place is not from our hub. */
function hubError(body: unknown, response: { status: number }): ORPCError<string, unknown> {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return new ORPCError('hub.notOurs', { status: response.status });
  const { code, message, data } = parsed.data;
  return new ORPCError(code, {
    status: response.status,
    ...(message === undefined ? {} : { message }),
    data,
  });
}
