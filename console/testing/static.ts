import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** The strictest policy that both apps run under; antd writes its styles into the page. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Files of both apps; any other address is the console's own and gets its page. */
export async function serveFile(
  dist: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
  const counter = path === '/counter' || path.startsWith('/counter/');
  const file = path.endsWith('/') || extname(path) === '' ? null : path;
  const page = join(dist, counter ? 'counter/index.html' : 'console/index.html');
  const wanted = file === null ? page : join(dist, counter ? file : join('console', file));
  try {
    const bytes = await readFile(wanted);
    response.writeHead(200, {
      'content-type': TYPES[extname(wanted)] ?? 'application/octet-stream',
      'content-security-policy': CSP,
      'x-content-type-options': 'nosniff',
    });
    response.end(bytes);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  }
}
