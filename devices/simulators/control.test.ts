import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, startSimulators } from './bench.ts';
import { type Control, startControl } from './control.ts';

const TOKEN = 'a-token-of-a-test';
let bench: Bench<{ idCard: { over: 'tcp' }; code: { over: 'tcp' }; receipts: { over: 'tcp' } }>;
let control: Control;
beforeAll(async () => {
  bench = await startSimulators({
    idCard: { over: 'tcp' },
    code: { over: 'tcp' },
    receipts: { over: 'tcp' },
  });
  control = await startControl({ bench, port: 0, token: TOKEN });
});
afterAll(async () => {
  await control.close();
  await bench.stop();
});

const authorization = `Bearer ${TOKEN}`;
async function get(path: string, headers: Record<string, string> = { authorization }) {
  return fetch(control.origin + path, { headers });
}
async function post(command: unknown, headers: Record<string, string> = { authorization }) {
  const response = await fetch(`${control.origin}/api/do`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  return { status: response.status, body: await response.json() };
}
/** `fetch` does not let a caller name the host. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(control.origin);
    request({ host: '127.0.0.1', port, path: '/api/state', headers: { host, authorization } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('who may control', () => {
  test('only who knows the token', async () => {
    for (const headers of [{}, { authorization: 'Bearer nothing' }, { authorization: `Bearer ${TOKEN}x` }]) {
      expect((await get('/api/state', headers as Record<string, string>)).status).toBe(401);
      expect((await post({ do: 'idCard.remove' }, headers as Record<string, string>)).status).toBe(401);
    }
    expect((await get('/api/state')).status).toBe(200);
  });

  test('only under a name of this machine', async () => {
    const { port } = new URL(control.origin);
    expect(await statusFor(`evil.example:${port}`)).toBe(421);
    expect(await statusFor('127.0.0.1')).toBe(421);
    expect(await statusFor(`localhost:${port}`)).toBe(200);
  });
});

describe('a command', () => {
  test('is done to the same handle that tests use', async () => {
    expect(await post({ do: 'idCard.insert', card: 'resident' })).toEqual({
      status: 200,
      body: { value: null },
    });
    expect(bench.idCard.card()).toBe('resident');
    expect(await post({ do: 'code.scan', text: 'PDS-1' })).toEqual({ status: 200, body: { value: false } });
    await post({ do: 'receipts.unplug' });
    expect(bench.receipts.plugged()).toBe(false);
    const state = (await (await get('/api/state')).json()) as Record<string, unknown>;
    expect(state).toMatchObject({
      idCard: { plugged: true, card: 'resident' },
      code: { lit: false },
      receipts: { plugged: false, slips: [] },
    });
    await post({ do: 'receipts.plug' });
  });

  test('to a simulator that was not started is not found', async () => {
    expect(await post({ do: 'printing.broken', on: true })).toMatchObject({ status: 404 });
  });

  test('that is none is refused, whatever it is', async () => {
    for (const command of [
      { do: 'idCard.insert', card: 'nobody' },
      { do: 'code.scan', text: 'x'.repeat(5_000) },
    ])
      expect((await post(command)).status).toBe(400);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect((await post(value)).status).toBe(400);
      }),
      { numRuns: 50 },
    );
    expect((await post({ do: 'code.scan', text: 'x'.repeat(20_000) })).status).toBe(413);
  });
});

describe('the page', () => {
  test('says in large letters what it is, and every button names a command', async () => {
    const html = await (await get('/', {})).text();
    expect(html).toMatch(/<h1>开发模拟器<\/h1>/);
    const { benchCommand } = await import('./commands.ts');
    const known = new Set(benchCommand.options.map((option) => option.shape.do.value as string));
    const used = [...html.matchAll(/data-do="([^"]+)"/g)].map((m) => m[1] ?? '');
    expect(used.filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !used.includes(name))).toEqual([]);
  });

  test('is served with a strict policy, and nothing beside it is', async () => {
    const page = await get('/', {});
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const path of ['/bench.ts', '/..%2fbench.ts', '/%2e%2e/package.json', '/panel.html/../bench.ts'])
      expect((await get(path, {})).status).toBe(404);
  });
});
