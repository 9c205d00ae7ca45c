import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { type FastifyInstance, type FastifyRequest, fastify, type RouteHandlerMethod } from 'fastify';
import type { Timers } from '../../contracts/clock.ts';
import { bearerOf, secretHash } from '../secret-hash.ts';
import type { Api } from './api.ts';
import { serveDocuments } from './documents.ts';
import { servePages } from './pages.ts';

/** An ingest batch is at most 1 MB; this leaves room for its envelope. */
const MAX_BODY = 1_200_000;
/**
 * A request has to be here whole within this time; an idle connection is kept for that. Routes with `slowBody` take
 * bytes over slow lines: they watch over their bodies themselves, within a limit for all.
 */
const REQUEST_MS = 30_000;
const STREAM_MS = 600_000;
const IDLE_MS = 75_000;

const MINUTE = 60_000;
/** Calls a minute. A pad renews its token every hour; a counter polls while a request is open. */
const PROOFS = 30;
const SIGN_INS = 60;
const COUNTER_CALLS = 600;

/** Pages: own files only. antd puts its styles into the page, so inline style (and only style) is allowed. */
const PAGE_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  // A short video that came with a rating.
  'media-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

export interface AppOptions {
  api: Api;
  /** Folder of the built pages. */
  webRoot: string;
  version: string;
  behindProxy: boolean;
  /** Can the hub do its work? */
  isReady: () => Promise<boolean>;
  timers: Timers;
  /** Routes whose bodies are streams. */
  streams: (app: FastifyInstance) => Promise<void>;
}

/** The hub's HTTP surface, not yet listening. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { api } = options;
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: MAX_BODY,
    requestTimeout: STREAM_MS,
    keepAliveTimeout: IDLE_MS,
    trustProxy: options.behindProxy,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    return503OnClosing: true,
  });
  parseJsonOnly(app);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: PAGE_POLICY },
    strictTransportSecurity: options.behindProxy,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(rateLimit, { global: false, cache: 10_000 });
  app.setErrorHandler((error, request, reply) => api.refuse(error, request, reply));

  limitBodies(app, options.timers);
  await app.register(options.streams);
  const call: RouteHandlerMethod = async (request, reply) => {
    // No copy of an answer stays behind; a handler may say otherwise.
    reply.header('cache-control', 'no-store');
    if (!(await api.handle(request, reply)) && !reply.sent)
      await api.refuse({ statusCode: 404 }, request, reply);
    return reply;
  };
  const limited = (max: number, keyGenerator: (request: FastifyRequest) => string) => ({
    config: { rateLimit: { max, timeWindow: MINUTE, keyGenerator, hook: 'preHandler' as const } },
  });
  for (const path of ['enrol', 'challenge', 'token'])
    app.post(`/v1/terminal/${path}`, limited(PROOFS, terminalKey), call);
  app.post(
    '/v1/console/login',
    limited(SIGN_INS, (r) => `login ${r.ip}`),
    call,
  );
  app.all('/v1/counter/*', limited(COUNTER_CALLS, counterKey), call);
  app.all('/v1/*', call);

  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const ok = await options.isReady();
    return reply
      .status(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok });
  });
  await serveDocuments(app, options.version);
  const pages = await servePages(app, options.webRoot);
  app.setNotFoundHandler((request, reply) => {
    if (!pages.room(request, reply)) return api.refuse({ statusCode: 404 }, request, reply);
    return reply;
  });
  return app;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route's body may take longer than that of others. */
    slowBody?: boolean;
  }
}

/** Node has one limit for all requests of a server. */
function limitBodies(app: FastifyInstance, timers: Timers): void {
  app.addHook('preParsing', async ({ raw, routeOptions }) => {
    if (routeOptions.config.slowBody === true) return;
    const cancel = timers.after(REQUEST_MS, () => raw.complete || raw.destroy());
    raw.once('close', cancel).once('end', cancel);
  });
}

/** Bodies are JSON and nothing else; a body that is empty is none. */
function parseJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, {});
    else parse(request, body as string, done);
  });
}

/** A hall's terminals may share one address; each is counted for itself. */
function terminalKey(request: FastifyRequest): string {
  const id = (request.body as { terminalId?: unknown } | undefined)?.terminalId;
  return `terminal ${request.ip} ${typeof id === 'string' ? id.slice(0, 40) : ''} ${request.routeOptions.url}`;
}

/** Per token: windows may share one address. */
function counterKey(request: FastifyRequest): string {
  const token = bearerOf(request.headers.authorization);
  return token === null ? `counter ${request.ip}` : `counter ${secretHash(token).toString('base64url')}`;
}
