import { z } from 'zod';
import { type ErrorCode, isErrorCode } from '../../contracts/errors.ts';
import { ok, type Result } from '../../contracts/result.ts';

/** A call to the hub that did not give what it should. */
export interface HubFailure {
  /** `hub.unreachable` no answer in time · `hub.notOurs` an answer that is not our hub's · else the hub's own code. */
  code: ErrorCode;
  detail?: string;
  /** HTTP status of the refusal. */
  status?: number;
  /** The hub's own wish, ms. */
  retryAfterMs?: number;
}
export type HubResult<T> = Result<T, HubFailure>;

export interface HubHttpOptions {
  /** Such as http://hall.example */
  hubUrl: string;
  fetch: typeof fetch;
  /** Ends every call that is under way. */
  signal: AbortSignal;
}
export interface Call {
  method: 'GET' | 'POST';
  /** Under /v1 */
  path: string;
  /** JSON text. */
  body?: string;
  token?: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
const MAX_RETRY_AFTER_MS = 15 * 60_000;
/** The longest reply is a reconciliation of 100,000 ranges. */
const MAX_JSON_BYTES = 8_000_000;
const errorReply = z.object({ code: z.string().max(60) });
const json = (body: unknown): string => JSON.stringify(body);

export const get = (path: string, timeoutMs?: number): Call => call('GET', path, undefined, timeoutMs);
export const post = (path: string, body: unknown, timeoutMs?: number): Call =>
  call('POST', path, json(body), timeoutMs);
const call = (
  method: Call['method'],
  path: string,
  body: string | undefined,
  timeoutMs: number | undefined,
): Call => ({
  method,
  path,
  ...(body === undefined ? {} : { body }),
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
});

export function createHubHttp(o: HubHttpOptions) {
  const base = `${o.hubUrl.replace(/\/$/, '')}/v1`;

  /** The bytes of a good answer, of at most `maxBytes`. */
  async function send(c: Call, maxBytes: number): Promise<HubResult<Buffer>> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (c.token !== undefined) headers.authorization = `Bearer ${c.token}`;
    if (c.body !== undefined) headers['content-type'] = 'application/json';
    try {
      const response = await o.fetch(`${base}${c.path}`, {
        method: c.method,
        headers,
        // A captive portal's redirection is no answer of ours.
        redirect: 'manual',
        signal: AbortSignal.any([o.signal, AbortSignal.timeout(c.timeoutMs ?? TIMEOUT_MS)]),
        ...(c.body === undefined ? {} : { body: c.body }),
      });
      const bytes = await readAll(response, maxBytes);
      if (bytes === null) return { ok: false, error: { code: 'hub.notOurs', detail: 'too long' } };
      return response.ok ? ok(bytes) : { ok: false, error: refusalOf(response, bytes) };
    } catch (e) {
      return { ok: false, error: { code: 'hub.unreachable', detail: e instanceof Error ? e.name : '' } };
    }
  }

  return {
    /** A JSON reply that fits `schema`; a 200 that does not (a captive portal's page) is `hub.notOurs`. */
    async json<T extends z.ZodType>(c: Call, schema: T): Promise<HubResult<z.output<T>>> {
      const bytes = await send(c, MAX_JSON_BYTES);
      if (!bytes.ok) return bytes;
      const parsed = schema.safeParse(parse(bytes.value));
      if (parsed.success) return ok(parsed.data);
      const detail = parsed.error.issues[0]?.path.join('.') ?? '';
      return { ok: false, error: { code: 'hub.notOurs', detail } };
    },
    bytes: (c: Call, maxBytes: number): Promise<HubResult<Buffer>> => send(c, maxBytes),
  };
}
export type HubHttp = ReturnType<typeof createHubHttp>;

/** null = longer than `maxBytes`. */
async function readAll(response: Response, maxBytes: number): Promise<Buffer | null> {
  if (response.body === null) return Buffer.of();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** undefined for what is no JSON: no schema of ours takes it. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What a refusal means: our hub's own code, or what its status says. */
export function refusalOf(
  { status, headers }: { status: number; headers: Pick<Headers, 'get'> },
  bytes: Buffer,
): HubFailure {
  const retryAfterMs = retryAfter(headers);
  const retry = retryAfterMs === null ? {} : { retryAfterMs };
  const parsed = errorReply.safeParse(parse(bytes));
  if (parsed.success && isErrorCode(parsed.data.code)) return { code: parsed.data.code, status, ...retry };
  return { code: codeOfStatus(status), status, detail: String(status), ...retry };
}

/** What stands between us and the hub (a proxy) speaks in status codes alone. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'auth.required';
  if (status === 413) return 'input.tooLarge';
  if (status === 429) return 'rate.limited';
  if (status === 503) return 'busy';
  return 'hub.notOurs';
}

/** RFC 9110 Retry-After: seconds, or a date, which is held against the sender's own `Date`. ms, or null. */
function retryAfter(headers: Pick<Headers, 'get'>): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const ms = /^\d+$/.test(value.trim())
    ? Number(value) * 1_000
    : Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : null;
}
