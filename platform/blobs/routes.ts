import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { blobCommit } from '../../contracts/material.ts';
import { sha256 as sha256Schema } from '../../contracts/primitives.ts';
import { fail, ok } from '../../contracts/result.ts';
import { type Answer, orRefuse, refusal } from '../refusal.ts';
import { bearerOf, secretHash } from '../secret-hash.ts';
import { identifyTerminal } from '../terminals/identify.ts';
import { bodyOf } from './body.ts';
import { commitBlob } from './commit.ts';
import type { BlobParts, Sender } from './parts.ts';
import { putBlob } from './put.ts';
import { findBlob } from './rows.ts';
import { tusUploads, UPLOADS_PATH } from './tus.ts';

export const BLOBS_PATH = '/v1/blobs';

/** Calls a minute of one terminal: 4 MiB chunks over a fast line, and everything else. */
const CHUNKS = 6_000;
const CALLS = 600;
const MINUTE = 60_000;
/** Who is told to come later waits so long, s. */
const RETRY_AFTER_S = '10';
/** A body that is refused unread is still read away up to this size; a longer one ends its connection. */
const READ_AWAY_BYTES = 8 * 1024 * 1024;
const COMMIT_BODY_BYTES = 1_000;

/** `contracts/material.ts` over HTTP: HEAD, PUT and commit of blobs, tus under `/v1/uploads`. */
export function serveBlobs(parts: BlobParts): (app: FastifyInstance) => Promise<void> {
  const { hub } = parts;
  const tus = tusUploads(parts);

  const senderOf = async (request: FastifyRequest): Promise<Sender> => {
    const terminal = orRefuse(await identifyTerminal(hub, request.headers.authorization));
    return { terminalId: terminal.id, ip: request.ip };
  };

  async function head(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    await senderOf(request);
    const blob = await findBlob(hub, orRefuse(hashOf(request)));
    return reply.status(blob?.state === 'committed' ? 200 : 404).send();
  }

  async function put(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const sender = await senderOf(request);
    const sha256 = orRefuse(hashOf(request));
    const length = lengthOf(request);
    orTellWhen(reply, await putBlob(parts, sender, { sha256, length, body: bodyOf(request.raw) }));
    return reply.status(204).send();
  }

  async function commit(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const sender = await senderOf(request);
    const sha256 = orRefuse(hashOf(request));
    const wish = blobCommit.safeParse(request.body);
    if (!wish.success) throw refusal('input.invalid');
    orTellWhen(reply, await commitBlob(parts, sender, { sha256, ...wish.data }));
    return { sha256, size: wish.data.size, serverMs: hub.now().getTime() };
  }

  async function upload(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const sender = await senderOf(request);
    const { id } = request.params as { id?: string };
    const { method } = request;
    const hasBody = method === 'PATCH' || (method === 'POST' && lengthOf(request) !== 0);
    const answer = await tus(sender, {
      method,
      headers: plain(request.headers),
      ...(id === undefined ? {} : { id }),
      ...(hasBody ? { body: bodyOf(request.raw) } : {}),
    });
    const { status, headers, body } = orTellWhen(reply, answer);
    return reply.status(status).headers(headers).send(body);
  }

  return async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    app.addHook('onSend', async (request, reply) => {
      // A long body would be read to its end before its refusal is heard.
      const isLong = (lengthOf(request) ?? Number.POSITIVE_INFINITY) > READ_AWAY_BYTES;
      if (isLong && hasBodyMethod(request) && !request.raw.complete) reply.header('connection', 'close');
    });
    const limited = (max: number) => ({
      config: { slowBody: true, rateLimit: { max, timeWindow: MINUTE, keyGenerator: terminalKey } },
    });
    const { config } = limited(CALLS);
    const commitOptions = { config: { ...config, slowBody: false }, bodyLimit: COMMIT_BODY_BYTES };
    app.post(`${BLOBS_PATH}/:sha256/commit`, commitOptions, commit);
    await app.register(async (bytes) => {
      // Bodies are streams here, of whatever type they say they are.
      bytes.removeAllContentTypeParsers();
      bytes.addContentTypeParser('*', (_request, body, done) => done(null, body));
      bytes.head(`${BLOBS_PATH}/:sha256`, limited(CALLS), head);
      bytes.put(`${BLOBS_PATH}/:sha256`, limited(CALLS), put);
      bytes.post(UPLOADS_PATH, limited(CALLS), upload);
      bytes.options(UPLOADS_PATH, limited(CALLS), upload);
      bytes.head(`${UPLOADS_PATH}/:id`, limited(CHUNKS), upload);
      bytes.patch(`${UPLOADS_PATH}/:id`, limited(CHUNKS), upload);
      bytes.delete(`${UPLOADS_PATH}/:id`, limited(CALLS), upload);
    });
  };
}

const hasBodyMethod = ({ method }: FastifyRequest): boolean => ['PUT', 'POST', 'PATCH'].includes(method);

function hashOf(request: FastifyRequest): Answer<string> {
  const { sha256 } = request.params as { sha256?: string };
  const parsed = sha256Schema.safeParse(sha256);
  return parsed.success ? ok(parsed.data) : fail('input.invalid', 'sha256');
}

/** null: not declared. */
function lengthOf({ headers }: FastifyRequest): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
}

/** A header that came more than once is left to its first; none of ours may. */
const plain = (headers: FastifyRequest['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? (value[0] ?? '') : value]],
    ),
  );

function orTellWhen<T>(reply: FastifyReply, answer: Answer<T>): T {
  if (!answer.ok && ['blob.quota', 'blob.uploadBusy', 'blob.noSpace'].includes(answer.error.code))
    reply.header('retry-after', RETRY_AFTER_S);
  return orRefuse(answer);
}

/** Per token: terminals may share one address. */
function terminalKey(request: FastifyRequest): string {
  const token = bearerOf(request.headers.authorization);
  return `blobs ${token === null ? request.ip : secretHash(token).toString('base64url')}`;
}
