import { expect, test } from 'vitest';
import { z } from 'zod';
import { createHubHttp, get, post } from './http.ts';

const schema = z.object({ n: z.number() });
function answering(response: () => Response | Promise<Response>) {
  const calls: [string, RequestInit | undefined][] = [];
  const http = createHubHttp({
    hubUrl: 'http://hub.example/',
    fetch: async (url, init) => {
      calls.push([String(url), init]);
      return response();
    },
    signal: new AbortController().signal,
  });
  return { http, calls };
}
const failureOf = async (response: () => Response | Promise<Response>) => {
  const r = await answering(response).http.json(get('/x'), schema);
  return r.ok ? null : r.error;
};

test('a reply that fits is given; the call carries token and JSON', async () => {
  const { http, calls } = answering(() => Response.json({ n: 1 }));
  expect(await http.json({ ...post('/x', { a: 1 }), token: 't' }, schema)).toEqual({
    ok: true,
    value: { n: 1 },
  });
  const [url, init] = calls[0] ?? [];
  expect(url).toBe('http://hub.example/v1/x');
  expect(init).toMatchObject({ method: 'POST', body: '{"a":1}', redirect: 'manual' });
  expect(init?.headers).toMatchObject({ authorization: 'Bearer t', 'content-type': 'application/json' });
});

test('what is not ours is told so', async () => {
  expect(await failureOf(() => Response.json({ n: 'one' }))).toMatchObject({ code: 'hub.notOurs' });
  expect(await failureOf(() => new Response('<html>'))).toMatchObject({ code: 'hub.notOurs' });
  expect(await failureOf(() => new Response(null, { status: 204 }))).toMatchObject({ code: 'hub.notOurs' });
  expect(await failureOf(() => new Response('', { status: 302 }))).toMatchObject({ code: 'hub.notOurs' });
  expect(await failureOf(() => new Response('', { status: 502 }))).toMatchObject({ code: 'hub.notOurs' });
  const unknown = Response.json({ code: 'made.up' }, { status: 400 });
  expect(await failureOf(() => unknown)).toMatchObject({ code: 'hub.notOurs', status: 400 });
});

test('a refusal of ours is told by its code, a proxy’s by its status', async () => {
  const ours = Response.json({ code: 'terminal.revoked', message: '', data: {} }, { status: 403 });
  expect(await failureOf(() => ours)).toEqual({ code: 'terminal.revoked', status: 403 });
  for (const [status, code] of [
    [401, 'auth.required'],
    [413, 'input.tooLarge'],
    [429, 'rate.limited'],
    [503, 'busy'],
  ] as const)
    expect(await failureOf(() => new Response('', { status }))).toMatchObject({ code, status });
});

test('no answer is told as unreachable', async () => {
  expect(
    await failureOf(() => {
      throw new TypeError('fetch failed');
    }),
  ).toEqual({ code: 'hub.unreachable', detail: 'TypeError' });
  const torn = new ReadableStream({
    start(c) {
      c.enqueue(new TextEncoder().encode('{"n"'));
      c.error(new Error('reset'));
    },
  });
  expect(await failureOf(() => new Response(torn))).toMatchObject({ code: 'hub.unreachable' });
});

test('an answer without end is cut', async () => {
  const chunk = new Uint8Array(1_000_000);
  const endless = new ReadableStream({ pull: (c) => c.enqueue(chunk) });
  expect(await failureOf(() => new Response(endless))).toMatchObject({
    code: 'hub.notOurs',
    detail: 'too long',
  });
  const { http } = answering(() => new Response('12345'));
  expect(await http.bytes(get('/a'), 4)).toMatchObject({ ok: false });
  expect(await answering(() => new Response('12345')).http.bytes(get('/a'), 5)).toMatchObject({ ok: true });
});

test.each([
  [{ 'retry-after': '20' }, 20_000],
  [{ 'retry-after': '999999' }, 900_000],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT', date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, 30_000],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-5' }, undefined],
  [{}, undefined],
])('Retry-After %j is %s ms', async (headers, ms) => {
  const failure = await failureOf(() => new Response('', { status: 503, headers: headers as HeadersInit }));
  expect(failure?.retryAfterMs).toBe(ms);
});
