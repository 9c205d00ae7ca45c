import { afterEach, beforeEach, expect, it } from 'vitest';
import { helpAnswer } from '../../contracts/hub/help-api.ts';
import { call, tokenOf } from '../testing/client.ts';
import { HALL, type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { openCalls, sweepCalls, WAITS_MS } from './calls.ts';

const START = Date.UTC(2026, 10, 24, 1);
let hub: TestHub;
let nowMs = START;
let kiosk = '';
beforeEach(async () => {
  nowMs = START;
  hub = await testHub({ now: () => new Date(nowMs) });
  kiosk = await tokenOf(hub, await addTerminal(hub.context, newTerminal('kiosk-01')));
});
afterEach(() => hub.close());

const callFrom = (at: string, token = kiosk) => call(hub, 'POST', '/kiosk/help', { token, body: { at } });
const counter = (method: string, path: string) =>
  call(hub, method, `/counter/help${path}`, { token: HALL.counterTokens.w1 });

it('tells the counters where a citizen waits, once, until somebody goes there', async () => {
  expect(helpAnswer.parse((await callFrom('room:booking')).body)).toEqual({ since: START });
  nowMs += 60_000;
  expect((await callFrom('home')).body).toEqual({ since: START });
  const { calls } = (await counter('GET', '')).body;
  expect(calls).toMatchObject([{ terminalId: 'kiosk-01', at: 'home', calledMs: START }]);
  const [{ id }] = calls;
  expect((await counter('POST', `/${id}/take`)).status).toBe(200);
  expect((await counter('POST', `/${id}/take`)).body.code).toBe('not.found');
  expect((await counter('GET', '')).body.calls).toEqual([]);
  const audited = await hub.context.db
    .selectFrom('audit')
    .select(['actor', 'target'])
    .where('action', '=', 'help.take')
    .execute();
  expect(audited).toEqual([{ actor: 'counter:w1', target: 'kiosk-01' }]);
  expect((await callFrom('home')).body).toEqual({ since: nowMs });
});

it('keeps one open call of a terminal, however many come at once', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => callFrom('home')));
  expect(answers.map((a) => a.status)).toEqual(Array(8).fill(200));
  expect(await openCalls(hub.context)).toHaveLength(1);
});

it('forgets who was not met: the next citizen calls anew', async () => {
  await callFrom('home');
  nowMs += WAITS_MS + 1;
  expect(await openCalls(hub.context)).toEqual([]);
  expect((await callFrom('home')).body).toEqual({ since: nowMs });
  nowMs += 91 * 86_400_000;
  expect(await sweepCalls(hub.context)).toBe(2);
});

it('takes no words and nobody unknown', async () => {
  expect((await callFrom('张三 在这里')).status).toBe(400);
  expect((await callFrom('home', 'nobody')).body.code).toBe('auth.required');
  expect((await call(hub, 'GET', '/counter/help', { token: kiosk })).body.code).toBe('auth.required');
});
