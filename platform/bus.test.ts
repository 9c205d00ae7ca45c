import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { MAX_IDS, parseEnvelope } from './bus.ts';
import { type TestContext, testContext } from './testing/context.ts';

const ID = '11111111-1111-4111-8111-111111111111';
let hub: TestContext | undefined;
afterEach(async () => {
  await hub?.close();
  hub = undefined;
});

const next = <T>(subscribe: (listener: (message: T) => void) => () => void): Promise<T> =>
  new Promise((got) => {
    const stop = subscribe((message) => {
      stop();
      got(message);
    });
  });

test('a message reaches its subscribers and no others', async () => {
  hub = await testContext({ seeded: false });
  const others: unknown[] = [];
  hub.bus.subscribe('terminal', (m) => others.push(m));
  const got = next<{ requestId: string }>((l) => hub?.bus.subscribe('requestState', l) ?? (() => undefined));
  await hub.bus.publish('requestState', { requestId: ID });
  expect(await got).toEqual({ requestId: ID });
  expect(others).toEqual([]);
});

test('a lost connection comes back and says that something may have been missed', async () => {
  hub = await testContext({ seeded: false });
  const gap = next<void>((l) => hub?.bus.onGap(() => l()) ?? (() => undefined));
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'hall-hub bus' and datname = current_database()`.execute(hub.db);
  await gap;
  const got = next<{ terminalId: string }>((l) => hub?.bus.subscribe('terminal', l) ?? (() => undefined));
  await hub.bus.publish('terminal', { terminalId: 'pad-01' });
  expect(await got).toEqual({ terminalId: 'pad-01' });
});

test('a listener that throws does not stop the others', async () => {
  hub = await testContext({ seeded: false });
  hub.bus.subscribe('terminal', () => {
    throw new Error('bug');
  });
  const got = next<{ terminalId: string }>((l) => hub?.bus.subscribe('terminal', l) ?? (() => undefined));
  await hub.bus.publish('terminal', { terminalId: 'pad-01' });
  expect(await got).toEqual({ terminalId: 'pad-01' });
});

test('the largest message fits', async () => {
  hub = await testContext({ seeded: false });
  const ids = Array.from({ length: MAX_IDS }, () => ID);
  const got = next<{ ids: string[] }>((l) => hub?.bus.subscribe('ratings', l) ?? (() => undefined));
  await hub.bus.publish('ratings', { ids });
  expect((await got).ids).toHaveLength(MAX_IDS);
});

test.each([
  undefined,
  '',
  '{',
  '{"topic":"request","message":{}}',
  '{"topic":"x","message":{}}',
  '[]',
  'null',
])('what is no message is refused: %s', (payload) => {
  expect(parseEnvelope(payload)).toBeNull();
});
