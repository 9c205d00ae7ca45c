import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { AnyContractRouter } from '@orpc/contract';
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import { hubContract } from '../../contracts/hub/index.ts';

const DESCRIPTION = `柜面评价器与窗口系统接口 — API of counter pads and counter systems.

* \`counter\`: a window system asks for a rating, watches it, takes it back. \`Authorization: Bearer <token of the window>\`, made in the console. It never learns the level.
* \`terminal\`: pads. \`Authorization: Bearer <access token>\` by proof of the device key.
* \`console\`: the web console; session cookie and \`X-Hall-Console: 1\`.

Errors are \`{code, status, message, data?}\`; the code is stable, the message is in the language of Accept-Language.`;

/** Which key opens which part. */
const SECURITY: Readonly<Record<string, string>> = {
  terminal: 'terminalToken',
  counter: 'windowToken',
  console: 'consoleSession',
};
/** Made by proof of the code or key that the call itself carries. */
const OPEN_PATHS = new Set(['/terminal/enrol', '/terminal/challenge', '/terminal/token', '/console/login']);

/** The contract as an OpenAPI 3.1 document. */
export async function openApiDocument(version: string) {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(hubContract as AnyContractRouter, {
    info: { title: 'hall-terminal', version, description: DESCRIPTION },
    servers: [{ url: '/v1' }],
    components: {
      securitySchemes: {
        terminalToken: { type: 'http', scheme: 'bearer' },
        windowToken: { type: 'http', scheme: 'bearer' },
        consoleSession: { type: 'apiKey', in: 'cookie', name: 'hall_session' },
      },
    },
  });
  for (const [path, item] of Object.entries(document.paths ?? {}))
    for (const operation of Object.values(item ?? {})) {
      if (typeof operation !== 'object' || !('tags' in operation) || OPEN_PATHS.has(path)) continue;
      const scheme = SECURITY[operation.tags?.[0] ?? ''];
      if (scheme !== undefined) operation.security = [{ [scheme]: [] }];
    }
  return document;
}

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>hall-terminal API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="docs"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;
const START = `window.SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#docs', deepLinking: true });\n`;

/** `/v1/openapi.json` and the page `/docs`, whose parts all come from this server. */
export async function serveDocuments(app: FastifyInstance, version: string): Promise<void> {
  let document: Promise<string> | undefined;
  app.get('/v1/openapi.json', async (_request, reply) => {
    document ??= openApiDocument(version).then(JSON.stringify);
    return reply.type('application/json').send(await document);
  });
  app.get('/docs', (_request, reply) => reply.type('text/html').send(PAGE));
  app.get('/docs/', (_request, reply) => reply.redirect('/docs'));
  app.get('/docs/start.js', (_request, reply) => reply.type('text/javascript').send(START));
  await app.register(fastifyStatic, {
    root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    prefix: '/docs/assets/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => /^\/swagger-ui(-bundle)?\.(css|js)$/.test(path),
  });
}
