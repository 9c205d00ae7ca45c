import { expect, test, vi } from 'vitest';
import { startProvince } from '../simulators/province/simulator.ts';
import { call, tokenOf } from '../testing/client.ts';
import { caseAt, testHub } from '../testing/hub.ts';
import { outboxRow, sampleRating } from '../testing/ratings.ts';
import { addTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';

test('a rating that comes in goes to the province by itself', async () => {
  const province = await startProvince({ timers: systemTimers });
  const hub = await testHub({ jobs: true });
  const value = JSON.stringify({
    url: province.url,
    areaCode: '410403',
    areaName: '卫东区',
    dataSource: '123',
    departments: { gs: '11410403000000000X' },
  });
  await hub.context.db.insertInto('setting').values({ key: 'relay', value }).execute();
  const token = await tokenOf(hub, await addTerminal(hub.context));
  const epoch = hub.context.newId();
  const body = { epoch, items: [outboxRow(1, sampleRating())] };
  const sent = await call(hub, 'POST', '/terminal/ingest', { token, body });
  expect(sent.body.outcomes).toEqual([{ seq: 1, outcome: 'stored' }]);
  await vi.waitFor(() => expect(province.taken.map((r) => r.projectNo)).toEqual([caseAt(0)]), {
    timeout: 20_000,
    interval: 100,
  });
  await hub.close();
  await province.close();
});
