import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { RENDERER_POLICY } from '../contracts/content-policy.ts';

/** Serves the shell's own files on `app://<host>/…`: one read-only directory per host, nothing else. */

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.wav': 'audio/wav',
  '.m4a': 'audio/mp4',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};
const UNKNOWN_TYPE = 'application/octet-stream';

/** MIME type of a file name, by its ending. */
export const mimeType = (file: string): string => TYPES[extname(file).toLowerCase()] ?? UNKNOWN_TYPE;

/**
 * The file under `root` (absolute) that a URL path (percent-encoded, with its leading slash) names, or null when the
 * path is not plain: bad encoding, control characters, `\`, `:` (drives, alternate streams), empty, `.` or `..`
 * segments. `/` is `index.html`.
 */
export function fileOf(root: string, urlPath: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (!path.startsWith('/')) return null;
  if (path === '/') return resolve(root, 'index.html');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (/[\u0000-\u001f\u007f\\:]/.test(path)) return null;
  const segments = path.slice(1).split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return null;
  const file = resolve(root, ...segments);
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
}

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': RENDERER_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

const refuse = (status: number): Response =>
  new Response(null, { status, headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' } });

/**
 * Handler for `protocol.handle('app', …)`. `roots`: absolute directory of each host.
 * Always answers: 404 for what is not there or not plain, 405 for other methods than GET and HEAD.
 */
export function serveApp(roots: Readonly<Record<string, string>>): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const url = URL.parse(request.url);
    const root = url !== null && Object.hasOwn(roots, url.host) ? roots[url.host] : undefined;
    const file = url === null || root === undefined ? null : fileOf(root, url.pathname);
    if (file === null) return refuse(404);
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = await readFile(file);
    } catch {
      return refuse(404);
    }
    return new Response(request.method === 'HEAD' ? null : bytes, {
      headers: { ...HEADERS, 'content-type': mimeType(file), 'content-length': String(bytes.byteLength) },
    });
  };
}
