import { z } from 'zod';
import { type ErrorCode, isErrorCode } from '../../contracts/errors.ts';
import { ok, type Result } from '../../contracts/result.ts';

/** A call to the hub that did not give what it should. */
export interface HubFailure {
  /** `hub.unreachable` no answer in time · `hub.notOurs` an answer that is not our hub's · else the hub's own code. */
  code: ErrorCode;
  detail?: string;
  /** The hub's own wish, ms. */
  retryAfterMs?: number;
}
export type HubResult<T> = Result<T, HubFailure>;

export interface HubHttpOptions {
  /** Such as http://hall.example */
  hubUrl: string;
  fetch: typeof fetch;
  signal: AbortSignal;
}
export interface Call {
  method: 'GET' | 'POST';
  /** Under /v1 */
  path: string;
  body?: unknown;
  token?: string | undefined;
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
const MAX_RETRY_AFTER_MS = 15 * 60_000;
const errorReply = z.object({ code: z.string().max(60) });

export function createHubHttp(o: HubHttpOptions) {
  async function send(call: Call): Promise<HubResult<Response>> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (call.token !== undefined) headers.authorization = `Bearer ${call.token}`;
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    try {
      const response = await o.fetch(`${o.hubUrl.replace(/\/$/, '')}/v1${call.path}`, {
        method: call.method,
        headers,
        redirect: 'error',
        signal: AbortSignal.any([o.signal, AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS)]),
        ...(call.body === undefined
          ? {}
          : { body: typeof call.body === 'string' ? call.body : JSON.stringify(call.body) }),
      });
      return response.ok ? ok(response) : { ok: false, error: await refusal(response) };
    } catch (e) {
      return { ok: false, error: { code: 'hub.unreachable', detail: nameOf(e) } };
    }
  }

  return {
    /** A JSON reply that fits `schema`; a 200 that does not (a captive portal's page) is a failure. */
    async json<T extends z.ZodType>(call: Call, schema: T): Promise<HubResult<z.output<T>>> {
      const response = await send(call);
      if (!response.ok) return response;
      try {
        const parsed = schema.safeParse(await response.value.json());
        if (parsed.success) return ok(parsed.data);
        return {
          ok: false,
          error: { code: 'hub.notOurs', detail: parsed.error.issues[0]?.path.join('.') ?? '' },
        };
      } catch (e) {
        const lost = e instanceof DOMException || (e as { code?: unknown }).code !== undefined;
        return { ok: false, error: { code: lost ? 'hub.unreachable' : 'hub.notOurs', detail: nameOf(e) } };
      }
    },
    async bytes(call: Call): Promise<HubResult<Uint8Array>> {
      const response = await send(call);
      if (!response.ok) return response;
      try {
        return ok(new Uint8Array(await response.value.arrayBuffer()));
      } catch (e) {
        return { ok: false, error: { code: 'hub.unreachable', detail: nameOf(e) } };
      }
    },
  };
}
export type HubHttp = ReturnType<typeof createHubHttp>;

const nameOf = (e: unknown): string => (e instanceof Error ? e.name : 'unknown');

async function refusal(response: Response): Promise<HubFailure> {
  const wait = Number(response.headers.get('retry-after'));
  const retry = wait > 0 ? { retryAfterMs: Math.min(wait * 1_000, MAX_RETRY_AFTER_MS) } : {};
  const parsed = errorReply.safeParse(await response.json().catch(() => null));
  if (parsed.success && isErrorCode(parsed.data.code)) return { code: parsed.data.code, ...retry };
  return { code: codeOfStatus(response.status), detail: String(response.status), ...retry };
}

/** What stands between us and the hub (a proxy) speaks in status codes alone. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'auth.required';
  if (status === 413) return 'input.tooLarge';
  if (status === 429) return 'rate.limited';
  if (status === 503) return 'busy';
  return 'hub.notOurs';
}
