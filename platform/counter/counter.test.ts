import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, tokenOf } from '../testing/client.ts';
import { caseAt, HALL, type TestHub, testHub } from '../testing/hub.ts';
import { outboxRow, sampleRating } from '../testing/ratings.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';

const START = Date.UTC(2026, 10, 24, 1);
const EPOCH = '44444444-4444-4444-8444-444444444444';
const token = HALL.counterTokens.w1;
let hub: TestHub;
let nowMs = START;
let pad = '';
beforeEach(async () => {
  nowMs = START;
  hub = await testHub({ now: () => new Date(nowMs) });
  pad = await tokenOf(hub, await addTerminal(hub.context));
});
afterEach(() => hub.close());

const ask = (wish: object = {}) =>
  call(hub, 'POST', '/counter/requests', { token, body: { caseNo: caseAt(0), stage: 2, ...wish } });
const look = (id: string, query = '', by: string = token) =>
  call(hub, 'GET', `/counter/requests/${id}${query}`, { token: by });
const report = (id: string, state: string, by = pad) =>
  call(hub, 'POST', `/terminal/requests/${id}/progress`, { token: by, body: { state } });
const rate = (requestId: string, caseNo = caseAt(0)) => {
  const body = sampleRating({
    requestId,
    source: 'request',
    case: { caseNo, stage: 2, itemCode: null, itemName: null },
  });
  return call(hub, 'POST', '/terminal/ingest', {
    token: pad,
    body: { epoch: EPOCH, items: [outboxRow(1, body)] },
  });
};

test('a request goes its whole way and never tells the level', async () => {
  const made = await ask();
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    state: 'waiting',
    staffId: 's1',
    leftMs: 60_000,
    case: { caseNo: caseAt(0), itemCode: 'item-1', itemName: '企业设立登记' },
  });
  const { id } = made.body;
  nowMs += 2_000;
  const seen = await call(hub, 'GET', '/terminal/request', { token: pad });
  expect(seen.body.request).toMatchObject({ id, windowId: 'w1', leftMs: 58_000 });
  for (const state of ['rung', 'opened', 'rung']) await report(id, state);
  expect((await look(id)).body.state).toBe('opened');
  await report(id, 'saved');
  expect((await look(id)).body).toMatchObject({ state: 'rated', leftMs: 0 });
  await report(id, 'undone');
  expect((await look(id)).body.state).toBe('opened');
  await rate(id);
  const done = await look(id);
  expect(done.body.state).toBe('rated');
  expect(JSON.stringify(done.body)).not.toContain('level');
  await report(id, 'undone');
  expect((await look(id)).body.state).toBe('rated');
  expect((await ask()).body.code).toBe('case.alreadyRated');
});

test('a window has one open request, until its time is over', async () => {
  const { id } = (await ask()).body;
  expect((await ask({ caseNo: caseAt(1) })).body.code).toBe('request.windowBusy');
  nowMs += 60_000;
  expect((await look(id)).body).toMatchObject({ state: 'expired', leftMs: 0 });
  expect((await call(hub, 'GET', '/terminal/request', { token: pad })).body.request).toBeNull();
  const next = await ask({ caseNo: caseAt(1) });
  expect(next.status).toBe(201);
  await rate(id);
  expect((await look(id)).body.state).toBe('rated');
  expect((await look(next.body.id)).body.state).toBe('waiting');
});

test('of many who ask at once, one gets the window', async () => {
  const replies = await Promise.all(HALL.cases.map((caseNo) => ask({ caseNo })));
  expect(replies.filter((r) => r.status === 201)).toHaveLength(1);
  expect(replies.filter((r) => r.body.code === 'request.windowBusy')).toHaveLength(HALL.cases.length - 1);
});

test('a request that is waited for is answered at its change', async () => {
  const { id } = (await ask()).body;
  const waiting = look(id, '?known=waiting&waitMs=20000');
  await report(id, 'rung');
  expect((await waiting).body.state).toBe('rung');
  expect((await look(id, '?known=waiting&waitMs=20000')).body.state).toBe('rung');
  expect((await look(id, '?known=rung&waitMs=10')).body.state).toBe('rung');
});

test('what is taken back is gone from the pad; taking back again changes nothing', async () => {
  const { id } = (await ask()).body;
  const cancel = () => call(hub, 'POST', `/counter/requests/${id}/cancel`, { token });
  expect((await cancel()).body.state).toBe('cancelled');
  expect((await cancel()).body.state).toBe('cancelled');
  await report(id, 'opened');
  expect((await look(id)).body.state).toBe('cancelled');
  expect((await call(hub, 'GET', '/terminal/request', { token: pad })).body.request).toBeNull();
});

test('a window sees and changes its own requests only', async () => {
  const { id } = (await ask()).body;
  const other = HALL.counterTokens.w2;
  expect((await look(id, '', other)).body.code).toBe('request.notFound');
  expect((await call(hub, 'POST', `/counter/requests/${id}/cancel`, { token: other })).status).toBe(404);
  const otherPad = await tokenOf(hub, await addTerminal(hub.context, newTerminal('pad-02', 'w2')));
  expect((await report(id, 'opened', otherPad)).body.code).toBe('request.otherWindow');
  expect((await look(id)).body.state).toBe('waiting');
});

test('a window without a pad is told so', async () => {
  const reply = await call(hub, 'POST', '/counter/requests', {
    token: HALL.counterTokens.w2,
    body: { caseNo: caseAt(8), stage: 2 },
  });
  expect(reply.body.code).toBe('window.noPad');
});

test('the staff member is named by badge, and must be of this window', async () => {
  expect((await ask({ staffNo: 'A002' })).body.staffId).toBe('s2');
  const wrong = await ask({ staffNo: 'Z999' });
  expect(wrong.body).toMatchObject({ code: 'input.invalid', data: { detail: 'staffNo' } });
  const duty = await call(hub, 'PUT', '/counter/on-duty', { token, body: { staffId: 'nobody' } });
  expect(duty.body.code).toBe('input.invalid');
});

test('the counter sees its window, its pad, and which cases are rated', async () => {
  const window = async () => (await call(hub, 'GET', '/counter/window', { token })).body;
  expect(await window()).toMatchObject({ pad: { state: 'offline', lastSeenMs: null }, staffOnDuty: 's1' });
  await call(hub, 'POST', '/terminal/heartbeat', {
    token: pad,
    body: {
      epoch: EPOCH,
      app: 'pad/1',
      queue: { ready: 0, dead: 0, oldestMs: 0 },
      fault: null,
      clockOffsetMs: null,
    },
  });
  await rate((await ask()).body.id);
  const seen = await window();
  expect(seen.pad.state).toBe('online');
  expect(seen.cases).toHaveLength(8);
  expect(
    seen.cases.filter((c: { rated: boolean }) => c.rated).map((c: { caseNo: string }) => c.caseNo),
  ).toEqual([caseAt(0)]);
  expect(seen.staff.map((s: { id: string }) => s.id)).toEqual(['s1', 's2']);
  nowMs += 90_000;
  expect((await window()).pad.state).toBe('offline');
  const empty = await call(hub, 'GET', '/counter/window', { token: HALL.counterTokens.w2 });
  expect(empty.body.pad.state).toBe('none');
});

test('one token asks so often and no more; another is not touched by it', async () => {
  const statuses: number[] = [];
  while (statuses.length < 650) {
    const some = Array.from({ length: 50 }, () => call(hub, 'GET', '/counter/requests/x', { token }));
    statuses.push(...(await Promise.all(some)).map((r) => r.status));
  }
  expect(statuses.filter((s) => s === 400)).toHaveLength(600);
  expect(statuses.at(-1)).toBe(429);
  const other = await call(hub, 'GET', '/counter/window', { token: HALL.counterTokens.w2 });
  expect(other.status).toBe(200);
});
