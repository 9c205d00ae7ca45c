import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileOf, mimeType, serveApp } from './app-protocol.ts';

let dir: string;
let serve: (request: Request) => Promise<Response>;
const get = (url: string, method = 'GET') => serve(new Request(url, { method }));

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'electron-protocol-'));
  await mkdir(join(dir, 'renderer', 'assets'), { recursive: true });
  await mkdir(join(dir, 'fault'));
  await writeFile(join(dir, 'renderer', 'index.html'), '<!doctype html><title>pad</title>');
  await writeFile(join(dir, 'renderer', 'assets', 'main-1.js'), 'export {};');
  await writeFile(join(dir, 'renderer', 'assets', '图 1.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(dir, 'fault', 'fault.html'), '<!doctype html><title>fault</title>');
  await writeFile(join(dir, 'secret.txt'), 'secret');
  serve = serveApp({ pad: join(dir, 'renderer'), fault: join(dir, 'fault') });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('what is there', () => {
  it('serves the entry with a strict policy and no sniffing', async () => {
    const response = await get('app://pad/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>pad</title>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.startsWith("default-src 'none'; ")).toBe(true);
    expect(policy).not.toContain("'unsafe-inline'");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(policy).not.toMatch(/\*|https?:/);
  });

  it('serves files by their type, other hosts from their own directory', async () => {
    expect((await get('app://pad/assets/main-1.js?v=2#x')).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
    expect((await get('app://pad/assets/%E5%9B%BE%201.svg')).headers.get('content-type')).toBe(
      'image/svg+xml',
    );
    expect(await (await get('app://fault/fault.html')).text()).toContain('fault');
    expect((await get('app://fault/index.html')).status).toBe(404);
  });

  it('answers HEAD without a body', async () => {
    const response = await get('app://pad/index.html', 'HEAD');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('what is refused', () => {
  it.each([
    'app://pad/..%2fsecret.txt',
    'app://pad/%2e%2e/secret.txt',
    'app://pad/assets/..%2f..%2fsecret.txt',
    'app://pad/..%5csecret.txt',
    'app://pad//secret.txt',
    'app://pad/%2fetc/passwd',
    'app://pad/C:%2fWindows%2fwin.ini',
    'app://pad/index.html:stream',
    'app://pad/index.html%00.js',
    'app://pad/%',
    'app://pad/%c0%ae%c0%ae/secret.txt',
    'app://pad/assets',
    'app://pad/assets/',
    'app://pad/none.js',
    'app://other/index.html',
    'app://__proto__/index.html',
    'app:pad/index.html',
  ])('%s is not found', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['POST', 'PUT', 'DELETE'])('%s is not a method of ours', async (method) => {
    expect((await get('app://pad/index.html', method)).status).toBe(405);
  });
});

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '..',
        '.',
        '%2e',
        '%2E%2e',
        '%2f',
        '%5c',
        '\\',
        '%00',
        ':',
        '%25',
        '%',
        'a',
        'index.html',
        '~',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => `/${parts.join('')}`);

it.each(['/a/../b.js', '/./b.js', '/a//b.js', '/a/', '/..', ''])(
  '%j is not plain, even inside the root',
  (path) => {
    expect(fileOf(`${sep}srv`, path)).toBeNull();
  },
);

it('never names a file outside its root', () => {
  fc.assert(
    fc.property(nasty, (path) => {
      const root = `${sep}srv${sep}renderer`;
      const file = fileOf(root, path);
      if (file === null) return true;
      const rest = file.slice(root.length + 1);
      return (
        file.startsWith(root + sep) && rest !== '' && !rest.split(sep).includes('..') && !rest.includes('\0')
      );
    }),
    { numRuns: 3_000 },
  );
});

it('always answers, whatever it is asked, and never with the secret', async () => {
  await fc.assert(
    fc.asyncProperty(nasty, async (path) => {
      const url = URL.parse(`app://pad${path}`);
      if (url === null) return;
      const response = await get(url.href);
      expect([200, 404]).toContain(response.status);
      expect(await response.text()).not.toContain('secret');
    }),
    { numRuns: 300 },
  );
});

it('names the types that module scripts, fonts and WebAssembly insist on', () => {
  expect(mimeType('x.mjs')).toContain('text/javascript');
  expect(mimeType('X.WASM')).toBe('application/wasm');
  expect(mimeType('x.woff2')).toBe('font/woff2');
  expect(mimeType('x.dat')).toBe('application/octet-stream');
  expect(mimeType('noending')).toBe('application/octet-stream');
});
