import { afterEach, beforeEach, expect, test } from 'vitest';
import { caseAt, type TestContext, testContext } from '../testing/hub.ts';
import { addTerminal } from '../testing/terminals.ts';
import { createRequest } from './create.ts';
import { sweepRequests } from './sweep.ts';

let hub: TestContext;
let nowMs = Date.UTC(2026, 10, 24);
beforeEach(async () => {
  hub = await testContext({ now: () => new Date(nowMs) });
  await addTerminal(hub);
});
afterEach(() => hub.close());

test('what is over is written down and told, once', async () => {
  const made = await createRequest(hub, { windowId: 'w1', caseNo: caseAt(0), stage: 2, source: 'api' });
  expect(await sweepRequests(hub)).toBe(0);
  nowMs += 60_000;
  const told = new Promise((r) => hub.bus.subscribe('requestState', r));
  expect(await sweepRequests(hub)).toBe(1);
  expect(await told).toEqual({ requestId: made.ok && made.value.id });
  const row = await hub.db.selectFrom('rating_request').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'expired', closed_at: new Date(nowMs) });
  expect(await sweepRequests(hub)).toBe(0);
});
