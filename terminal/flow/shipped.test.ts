import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadFlows } from './load.ts';

test('every shipped flow passes its checks', () => {
  const { flows, refused } = loadFlows(join(import.meta.dirname, '../../assets/flows'));
  expect(refused).toEqual([]);
  expect(flows.map((f) => f.flow.id)).toContain('residence-precheck');
  for (const { flow, fixtures } of flows) expect([flow.id, fixtures.length > 0]).toEqual([flow.id, true]);
});
