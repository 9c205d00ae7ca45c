import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { PHONE_PAGE } from '../../contracts/hub/phone-api.ts';

/** Own files only, and nothing within the page itself. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Files under `assets/` carry a hash of themselves in their name. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The built phone page (`console/phone/`), the same for every token: it is the page that asks what the token is worth. */
export async function servePhonePage(app: FastifyInstance, webRoot: string): Promise<void> {
  const root = join(webRoot, 'phone');
  const index = join(root, 'index.html');
  if (!existsSync(index)) return;
  const page = readFileSync(index);
  await app.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: `${PHONE_PAGE}/assets/`,
    decorateReply: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply) => void reply.header('cache-control', FOR_EVER),
  });
  app.get(`${PHONE_PAGE}/:token`, (_request, reply: FastifyReply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex')
      .type('text/html; charset=utf-8')
      .send(page),
  );
}
