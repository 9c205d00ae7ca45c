import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Caller, caller } from '../testing/caller.ts';
import { emptyConsole } from '../testing/parts.ts';
import { person } from '../testing/people.ts';
import { putRating } from '../testing/ratings.ts';
import { type ConsoleServer, consoleServer } from '../testing/server.ts';
import { MAX_PER_SESSION } from './streams.ts';

let server: ConsoleServer;
let officer: Caller;
let abort: AbortController;

beforeAll(async () => {
  server = await consoleServer();
});
beforeEach(async () => {
  await emptyConsole(server.hub);
  abort = new AbortController();
  await person(server.hub, { login: 'officer', role: 'rating' });
  officer = caller(server.url);
  await officer.signIn('officer');
});
afterEach(() => abort.abort());
afterAll(() => server.close());

/** Opens the stream; resolves once the hub listens. */
async function listen() {
  const response = await fetch(`${server.url}/v1/console/live/ratings`, {
    headers: { 'x-hall-console': '1', cookie: officer.cookie() ?? '' },
    signal: abort.signal,
  });
  if (!response.body) throw new Error('no stream');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    /** Everything said until `part` was; null when the stream ended before. */
    async until(part: string): Promise<string | null> {
      while (!text.includes(part)) {
        const { done, value } = await reader.read();
        if (done) return null;
        text += value;
      }
      return text;
    },
  };
}

it('tells the id and time of a rating as it is received, and nothing else of it', async () => {
  const stream = await listen();
  expect(stream).toMatchObject({ status: 200, type: 'text/event-stream' });
  const id = await putRating(server.hub, { seq: 1, level: 1, text: '不满意' });
  await server.hub.bus.publish('ratings', { ids: [id, server.hub.newId()] });
  const said = await stream.until(id);
  expect(said).toContain(`data: ${JSON.stringify({ id, receivedMs: server.hub.now().getTime() })}`);
  expect(said).not.toContain('level');
});

it('ends when the session has ended', async () => {
  const stream = await listen();
  await officer.call('POST /console/logout', { body: {} });
  const id = await putRating(server.hub, { seq: 1 });
  await server.hub.bus.publish('ratings', { ids: [id] });
  expect(await stream.until(id)).toBeNull();
});

it('is refused without a session, and beyond a few streams of one', async () => {
  const stranger = await caller(server.url).call('GET /console/live/ratings');
  expect(stranger.status).toBe(401);
  for (let i = 0; i < MAX_PER_SESSION; i += 1) await listen();
  expect((await officer.call('GET /console/live/ratings')).body.code).toBe('busy');
});
