import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import { RPCHandler } from '@orpc/server/ws';
import Fastify from 'fastify';
import { WebSocketServer } from 'ws';
import { RENDERER_POLICY } from '../../contracts/content-policy.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { TerminalRouter } from '../router.ts';
import { logFailures } from '../rpc-log.ts';
import type { Access } from './access.ts';

export interface BrowserHostOptions {
  router: TerminalRouter;
  access: Access;
  host: string;
  port: number;
  /** Built renderer. */
  webRoot: string;
  /** Which of its pages is shown. */
  role: 'pad' | 'kiosk';
  log: (event: string, data?: Record<string, unknown>) => void;
}
export interface BrowserHost {
  /** Origin, such as http://127.0.0.1:7410 */
  origin: string;
  close(): Promise<void>;
}

const COOKIE = 'hall_pad';
/** A screen is one socket; a few more allow a reload that overlaps. */
const MAX_SOCKETS = 8;
/** Bytes of one message; a kiosk's screens hand over pages of documents. */
const MAX_MESSAGE = { pad: 256 * 1024, kiosk: 24 * 1024 * 1024 };

/** Serves the renderer and the terminal contract (WebSocket `/rpc`) to a browser on this machine. */
export async function startBrowserHost(o: BrowserHostOptions): Promise<Result<BrowserHost>> {
  if (!existsSync(o.webRoot)) return fail('not.found', 'the renderer is not built');
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: 10_000,
    bodyLimit: 1024,
  });
  let origin = '';

  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': RENDERER_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
    });
  });
  await app.register(fastifyCookie);
  app.addHook('onRequest', async (request, reply) => {
    const { token } = request.query as { token?: unknown };
    if (typeof token === 'string' && o.access.redeem(token)) {
      reply.setCookie(COOKIE, o.access.cookie(), { httpOnly: true, sameSite: 'strict', path: '/' });
      return reply.redirect('/');
    }
    if (o.access.accepts(request.cookies[COOKIE])) {
      if (token !== undefined) return reply.redirect('/');
      return;
    }
    o.log('host.refused', { path: request.url.split('?')[0] });
    return reply.code(403).type('text/html; charset=utf-8').send(REFUSED);
  });
  await app.register(fastifyStatic, {
    root: o.webRoot,
    index: o.role === 'kiosk' ? 'kiosk.html' : 'index.html',
    setHeaders: (response, path) => {
      const hashed = path.includes('/assets/');
      response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE[o.role] });
  const handler = new RPCHandler(o.router, { clientInterceptors: [logFailures(o.log)] });
  app.server.on('upgrade', (request, socket, head) => {
    const cookie = app.parseCookie(request.headers.cookie ?? '')[COOKIE];
    const allowed =
      request.url === '/rpc' &&
      request.headers.origin === origin &&
      o.access.accepts(cookie) &&
      sockets.clients.size < MAX_SOCKETS;
    if (!allowed) {
      o.log('host.socketRefused');
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      void handler.upgrade(ws, { context: {} });
    });
  });

  try {
    await app.listen({ host: o.host, port: o.port });
  } catch (e) {
    return fail(
      'busy',
      `${o.host}:${o.port} cannot be listened on: ${(e as NodeJS.ErrnoException).code ?? 'unknown'}`,
    );
  }
  const { port } = app.server.address() as AddressInfo;
  origin = `http://${o.host}:${port}`;
  return ok({
    origin,
    async close() {
      for (const ws of sockets.clients) ws.terminate();
      await app.close();
    },
  });
}

const REFUSED =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>hall-terminal</title>' +
  '<p>请用启动时给出的地址打开本页面。</p><p lang="en">Open this page by the address that was printed at start.</p></html>';
