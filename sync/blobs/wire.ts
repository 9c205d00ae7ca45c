import {
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type RequestOptions,
  request as sendHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as sendHttps } from 'node:https';
import { ok } from '../../contracts/result.ts';
import { type HubResult, refusalOf } from '../hub/http.ts';

export interface WireCall {
  method: 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** At the hub's origin, such as `/v1/blobs/<sha256>`. */
  path: string;
  token: string;
  headers?: Record<string, string>;
  /** Statuses besides 2xx that are a reply, not a failure. */
  accepts?: readonly number[];
  body?: WireBody;
}
/** `pieces` is read once. */
export interface WireBody {
  length: number;
  pieces: AsyncIterable<Uint8Array>;
}
export interface WireReply {
  status: number;
  header(name: string): string | null;
}
/** One call. Refusals of the hub and of what stands between are failures; 2xx is a reply. */
export type Wire = (call: WireCall) => Promise<HubResult<WireReply>>;

/** Nothing went and nothing came for so long. */
const IDLE_MS = 60_000;
/** Handed to the socket and not yet taken by it: the line never waits for the next piece. */
const WINDOW_BYTES = 1024 * 1024;
const MAX_REFUSAL_BYTES = 64_000;
/** The bytes themselves failed, not the line. */
export class BodyFailed extends Error {}

/**
 * Calls with bodies of a known length that are read as they go, on one connection of their own. `fetch` would send such
 * a body without its length.
 */
export function createWire(o: { hubUrl: string; signal: AbortSignal; idleMs?: number }) {
  const origin = new URL(o.hubUrl);
  const isTls = origin.protocol === 'https:';
  const agent = isTls
    ? new HttpsAgent({ keepAlive: true, maxSockets: 1 })
    : new HttpAgent({ keepAlive: true, maxSockets: 1 });

  const send: Wire = async (call) => {
    try {
      return await exchange(call);
    } catch (e) {
      if (e instanceof BodyFailed) throw e;
      const detail = (e as { code?: string } | null)?.code ?? (e instanceof Error ? e.name : '');
      return { ok: false, error: { code: 'hub.unreachable', detail } };
    }
  };

  function exchange({
    method,
    path,
    token,
    headers,
    accepts = [],
    body,
  }: WireCall): Promise<HubResult<WireReply>> {
    const options: RequestOptions = {
      method,
      agent,
      signal: o.signal,
      headers: {
        accept: 'application/json',
        ...headers,
        authorization: `Bearer ${token}`,
        'content-length': String(body?.length ?? 0),
      },
    };
    const url = new URL(path, origin);
    return new Promise((resolve, reject) => {
      let answered = false;
      const request = isTls ? sendHttps(url, options) : sendHttp(url, options);
      request.setTimeout(o.idleMs ?? IDLE_MS, () =>
        request.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
      );
      request.on('error', reject);
      request.on('response', async (response) => {
        answered = true;
        try {
          const bytes: Buffer[] = [];
          let size = 0;
          for await (const chunk of response as AsyncIterable<Buffer>) {
            size += chunk.length;
            if (size > MAX_REFUSAL_BYTES) {
              request.destroy();
              resolve({ ok: false, error: { code: 'hub.notOurs', detail: 'too long' } });
              return;
            }
            bytes.push(chunk);
          }
          // Refused before all of it was sent: the rest would be taken for the next request.
          if (!request.writableFinished) request.destroy();
          resolve(outcome(response.statusCode ?? 0, response.headers, Buffer.concat(bytes), accepts));
        } catch (e) {
          reject(e);
        }
      });
      if (body === undefined) {
        request.end();
        return;
      }
      pour(request, body.pieces, () => answered).catch((e) => {
        request.destroy();
        reject(new BodyFailed('body', { cause: e }));
      });
    });
  }

  return { send, close: () => agent.destroy() };
}

async function pour(
  request: ReturnType<typeof sendHttp>,
  pieces: AsyncIterable<Uint8Array>,
  isAnswered: () => boolean,
): Promise<void> {
  let queued = 0;
  let wake: () => void = () => undefined;
  for (const event of ['close', 'response']) request.on(event, () => wake());
  for await (const piece of pieces) {
    if (isAnswered() || request.destroyed) return;
    queued += piece.length;
    request.write(piece, () => {
      queued -= piece.length;
      wake();
    });
    while (queued >= WINDOW_BYTES && !isAnswered() && !request.destroyed)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  request.end();
}

function outcome(
  status: number,
  headers: IncomingHttpHeaders,
  bytes: Buffer,
  accepts: readonly number[],
): HubResult<WireReply> {
  const header = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  if ((status >= 200 && status < 300) || accepts.includes(status)) return ok({ status, header });
  return { ok: false, error: refusalOf({ status, headers: { get: header } }, bytes) };
}
