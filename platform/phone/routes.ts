import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MAX_PHONE_BYTES, PHONE_CALLS, phoneToken } from '../../contracts/hub/phone-api.ts';
import { bodyOf } from '../blobs/body.ts';
import type { HubContext } from '../context.ts';
import { orRefuse, refusal } from '../refusal.ts';
import { receiveFile } from './files.ts';
import { servePhonePage } from './page.ts';
import { greet } from './sessions.ts';

/** A minute from one address: a hall's phones may share it. */
const CALLS = 300;
const MINUTE = 60_000;
/** A body that is refused unread is still read away up to this size; a longer one ends its connection. */
const READ_AWAY_BYTES = 1024 * 1024;

/** The phone's side: its page, and `POST /v1/phone/<token>/…` of `contracts/hub/phone-api.ts`. */
export function servePhone(hub: HubContext, webRoot: string): (app: FastifyInstance) => Promise<void> {
  async function hello(request: FastifyRequest): Promise<unknown> {
    return orRefuse(await greet(hub, tokenOf(request)));
  }

  async function send(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const token = tokenOf(request);
    const length = Number(request.headers['content-length'] ?? 0);
    if (length > READ_AWAY_BYTES) reply.header('connection', 'close');
    if (length > MAX_PHONE_BYTES) throw refusal('input.tooLarge');
    const answer = orRefuse(await receiveFile(hub, token, nameOf(request), bodyOf(request.raw)));
    reply.removeHeader('connection');
    return answer;
  }

  return async (app) => {
    await servePhonePage(app, webRoot);
    await app.register(async (calls) => {
      calls.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
      });
      // Bodies are streams here, of whatever type they say they are.
      calls.removeAllContentTypeParsers();
      calls.addContentTypeParser('*', (_request, body, done) => done(null, body));
      const rateLimit = { max: CALLS, timeWindow: MINUTE, keyGenerator: addressKey };
      calls.post(`${PHONE_CALLS}/:token/hello`, { config: { rateLimit } }, hello);
      calls.post(`${PHONE_CALLS}/:token/files`, { config: { rateLimit, slowBody: true } }, send);
    });
  };
}

const addressKey = ({ ip }: FastifyRequest): string => `phone ${ip}`;

function tokenOf({ params }: FastifyRequest): string {
  const parsed = phoneToken.safeParse((params as { token?: unknown }).token);
  if (!parsed.success) throw refusal('phone.over');
  return parsed.data;
}

/** Percent-encoded, as a header has to be; one that is not is no reason to refuse the file. */
function nameOf({ headers }: FastifyRequest): string {
  const name = headers['x-file-name'];
  try {
    return typeof name === 'string' ? decodeURIComponent(name) : '';
  } catch {
    return '';
  }
}
