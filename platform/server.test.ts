import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubConfig } from '../contracts/config.ts';
import { CannotStart } from './cannot-start.ts';
import { startHub } from './server.ts';
import { HALL, type TestHub, testDatabase, testHub } from './testing/hub.ts';

let hub: TestHub;
let web = '';
beforeAll(async () => {
  web = mkdtempSync(join(tmpdir(), 'hall-web-'));
  for (const [folder, text] of [
    ['console', 'the console'],
    ['counter', 'the counter'],
  ] as const) {
    mkdirSync(join(web, folder, 'assets'), { recursive: true });
    writeFileSync(join(web, folder, 'index.html'), `<!doctype html><title>${text}</title>`);
    writeFileSync(join(web, folder, 'assets', 'main-abc.js'), '1');
  }
  hub = await testHub({ webRoot: web });
});
afterAll(async () => {
  await hub.close();
  rmSync(web, { recursive: true });
});
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(hub.url + path, { headers, redirect: 'manual' });
const counter = { authorization: `Bearer ${HALL.counterTokens.w1}` };

describe('pages', () => {
  test.each([
    ['/', 'the console'],
    ['/ratings/1', 'the console'],
    ['/counter/', 'the counter'],
  ])('%s is there', async (path, text) => {
    const response = await get(path, { accept: 'text/html' });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toContain(text);
  });

  test('a file with a hash in its name is kept by browsers', async () => {
    const response = await get('/assets/main-abc.js');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-type')).toContain('javascript');
  });

  test('no page may run foreign code or be framed', async () => {
    const policy = (await get('/', { accept: 'text/html' })).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test.each(['/../package.json', '/%2e%2e/package.json', '/assets/../../x', '/docs/assets/package.json'])(
    'nothing else can be had: %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

describe('documents', () => {
  test('the OpenAPI document names every call and its key', async () => {
    const document = await (await get('/v1/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(document.paths['/counter/requests'].post.security).toEqual([{ windowToken: [] }]);
    expect(document.paths['/terminal/ingest'].post.security).toEqual([{ terminalToken: [] }]);
    expect(document.paths['/terminal/challenge'].post.security).toBeUndefined();
    expect(document.paths['/console/ratings/search'].post.security).toEqual([{ consoleSession: [] }]);
  });

  test('the page and its parts come from here', async () => {
    const page = await (await get('/docs')).text();
    const parts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) => m[1] ?? '');
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect((await get(part)).status).toBe(200);
  });
});

describe('refusals', () => {
  test('an unknown address is refused in the caller’s language', async () => {
    const en = await get('/v1/nothing', { 'accept-language': 'en-GB,zh;q=0.5' });
    expect(en.status).toBe(404);
    const body = await en.json();
    expect(body).toMatchObject({ code: 'not.found', status: 404 });
    const zh = await (await get('/v1/nothing')).json();
    expect(zh.message).toMatch(/[一-龥]/);
    expect(body.message).not.toBe(zh.message);
  });

  test('without a token nobody learns of the input’s shape', async () => {
    for (const path of ['/v1/counter/requests', '/v1/terminal/ingest', '/v1/terminal/heartbeat']) {
      const response = await fetch(hub.url + path, {
        method: 'POST',
        body: '{"x":1}',
        headers: { 'content-type': 'application/json', authorization: 'Bearer nonsense' },
      });
      expect(response.status).toBe(401);
      expect((await response.json()).code).toBe('auth.required');
    }
  });

  const post = (body: string, type = 'application/json'): Promise<Response> =>
    fetch(`${hub.url}/v1/counter/requests`, {
      method: 'POST',
      body,
      headers: { ...counter, 'content-type': type },
    });

  test('bad input is refused with its place and without its value', async () => {
    const response = await post(JSON.stringify({ caseNo: '张三 110101199001011234', stage: 2 }));
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'input.invalid', data: { path: 'caseNo' } });
    expect(text).not.toContain('110101');
  });

  test.each([
    ['{"a":', 400],
    ['{"__proto__":{"x":1}}', 400],
    ['[]', 400],
    ['', 400],
    ['null', 400],
  ])('a body that is none: %s', async (body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect((await response.json()).code).toBe('input.invalid');
  });

  test('another type of body', async () => {
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])
      expect(await (await post('caseNo=A', type)).json()).toMatchObject({ code: 'input.invalid' });
  });

  test('a body that is too large', async () => {
    const response = await post(JSON.stringify({ caseNo: 'x'.repeat(1_300_000) }));
    expect(response.status).toBe(413);
    expect((await response.json()).code).toBe('input.tooLarge');
  });

  test('too many tries', async () => {
    const codes: string[] = [];
    for (let i = 0; i < 40; i += 1) {
      const response = await fetch(`${hub.url}/v1/terminal/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ terminalId: 'pad-77', code: 'ABCDEFGH', publicKey: 'A'.repeat(43) }),
      });
      codes.push((await response.json()).code);
      if (codes.at(-1) === 'rate.limited') expect(response.headers.get('retry-after')).not.toBeNull();
    }
    expect(codes[0]).toBe('terminal.enrolment');
    expect(codes.at(-1)).toBe('rate.limited');
  });
});

test('it says that it lives and that it is ready', async () => {
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
});

test('a database that is away is told as such, and comes back', async () => {
  const own = await testHub();
  const refused = await fetch(`${own.url}/readyz`);
  expect(refused.status).toBe(200);
  await own.context.db.destroy();
  expect((await fetch(`${own.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${own.url}/healthz`)).status).toBe(200);
  await own.close().catch(() => undefined);
});

test('a taken port is one clear line, and the database is left closed', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const { port } = taken.address() as { port: number };
  const database = { ...(await testDatabase()), lost: new Promise<void>(() => undefined) };
  const dataDir = mkdtempSync(join(tmpdir(), 'hall-taken-'));
  const refused = await startHub(hubConfig.parse({ dataDir, port, logLevel: 'silent' }), {
    database,
    jobs: false,
  }).catch((e: unknown) => e);
  expect(refused).toBeInstanceOf(CannotStart);
  expect((refused as Error).message).toContain(`port ${port}`);
  taken.close();
  rmSync(dataDir, { recursive: true });
});
