import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Files under `assets/` carry a hash of themselves in their name. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';
/** Never answered by a page. */
const NO_ROOM = /^\/(v1|docs|counter|phone|healthz|readyz)(\/|$)|\.[A-Za-z0-9]+$/;

export interface Pages {
  /** Answers a browser that asks for a room of the console by its address; false when this is none. */
  room(request: FastifyRequest, reply: FastifyReply): boolean;
}

/** The built console at `/` and the counter page at `/counter/`, as far as they were built into `webRoot`. */
export async function servePages(app: FastifyInstance, webRoot: string): Promise<Pages> {
  const consoleRoot = join(webRoot, 'console');
  const counterRoot = join(webRoot, 'counter');
  const hasConsole = existsSync(join(consoleRoot, 'index.html'));
  const options = {
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply: FastifyReply, path: string) =>
      void reply.header('cache-control', /[\\/]assets[\\/]/.test(path) ? FOR_EVER : ASK_AGAIN),
  };
  if (hasConsole) await app.register(fastifyStatic, { ...options, root: consoleRoot, prefix: '/' });
  if (existsSync(join(counterRoot, 'index.html'))) {
    await app.register(fastifyStatic, {
      ...options,
      root: counterRoot,
      prefix: '/counter/',
      decorateReply: !hasConsole,
    });
    app.get('/counter', (_request, reply) => reply.redirect('/counter/'));
  }
  return {
    room(request, reply) {
      const path = request.url.split('?')[0] ?? '';
      const wanted = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
      if (!hasConsole || !wanted || NO_ROOM.test(path)) return false;
      void reply.header('cache-control', ASK_AGAIN).sendFile('index.html', consoleRoot);
      return true;
    },
  };
}
