import { timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Fastify, { type FastifyReply } from 'fastify';
import { CARD_FIXTURES } from '../id-card/simulator.ts';
import type { AnyBench } from './bench.ts';
import { benchCommand, perform, stateOf } from './commands.ts';

const MAX_BODY = 16 * 1024;
const PAGE_FILES: Readonly<Record<string, string>> = {
  'panel.html': 'text/html; charset=utf-8',
  'panel.css': 'text/css; charset=utf-8',
  'panel.js': 'text/javascript; charset=utf-8',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

export interface ControlOptions {
  bench: AnyBench;
  /** 0 = any. */
  port: number;
  /** Who knows it may control. */
  token: string;
}
export interface Control {
  /** Such as `http://127.0.0.1:7490`. */
  origin: string;
  close(): Promise<void>;
}

/**
 * The simulators over HTTP, on 127.0.0.1 alone: `GET /api/state`, `POST /api/do` (a `BenchCommand`),
 * `GET /api/declarations`, `GET /api/slips/<n>.png`, `GET /api/documents/<n>.pdf`; each with `Authorization: Bearer <token>`. `GET /` is
 * the developer's panel, which holds no secret: it takes the token from behind `#`.
 */
export async function startControl({ bench, port, token }: ControlOptions): Promise<Control> {
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY,
    requestTimeout: 10_000,
    forceCloseConnections: true,
  });
  const wanted = Buffer.from(`Bearer ${token}`);
  let hosts: string[] = [];

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    // Another name that leads here is a page of somebody else's (DNS rebinding).
    if (!hosts.includes(request.headers.host ?? '')) return reply.code(421).send({ code: 'input.invalid' });
    if (!request.url.startsWith('/api/')) return;
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
      return reply.code(401).send({ code: 'auth.required' });
  });

  app.get('/', (_, reply) => sendPage(reply, 'panel.html'));
  app.get<{ Params: { file: string } }>('/:file', (request, reply) => sendPage(reply, request.params.file));
  app.get('/api/state', () => ({
    ...stateOf(bench),
    cards: CARD_FIXTURES.map(({ id, label }) => ({ id, label })),
  }));
  app.get('/api/declarations', () => bench.declarations());
  app.post('/api/do', async (request, reply) => {
    const command = benchCommand.safeParse(request.body);
    if (!command.success) return reply.code(400).send({ code: 'input.invalid' });
    const done = await perform(bench, command.data);
    return done.ok ? { value: done.value } : reply.code(404).send({ code: done.error.code });
  });
  app.get<{ Params: { n: string } }>('/api/slips/:n.png', async (request, reply) => {
    const png = (await bench.receipts?.printed())?.[Number(request.params.n)];
    return png === undefined
      ? reply.code(404).send({ code: 'not.found' })
      : reply.type('image/png').send(Buffer.from(png));
  });
  app.get<{ Params: { n: string } }>('/api/documents/:n.pdf', async (request, reply) => {
    const pdf = bench.printing?.printed()[Number(request.params.n)];
    return pdf === undefined
      ? reply.code(404).send({ code: 'not.found' })
      : reply.type('application/pdf').send(Buffer.from(pdf));
  });

  await app.listen({ host: '127.0.0.1', port });
  const bound = (app.server.address() as AddressInfo).port;
  hosts = [`127.0.0.1:${bound}`, `localhost:${bound}`];
  return { origin: `http://127.0.0.1:${bound}`, close: () => app.close() };
}

async function sendPage(reply: FastifyReply, file: string): Promise<FastifyReply> {
  const type = PAGE_FILES[file];
  if (type === undefined) return reply.code(404).send({ code: 'not.found' });
  return reply.type(type).send(await readFile(join(import.meta.dirname, file)));
}
