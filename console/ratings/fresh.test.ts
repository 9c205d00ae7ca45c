import { describe, expect, it } from 'vitest';
import type { RatingRow } from '../../contracts/hub/console-api.ts';
import { mergeFresh } from './fresh.ts';

const row = (id: string, relay: RatingRow['relay'] = 'waiting'): RatingRow => ({
  id,
  atMs: 1,
  receivedMs: 1,
  level: 5,
  tags: [],
  hasText: false,
  case: { caseNo: 'A1', stage: 2, itemCode: null, itemName: null },
  windowId: 'w1',
  windowName: { zh: '一', en: 'One' },
  departmentId: 'd1',
  departmentName: { zh: '部', en: 'Dept' },
  staffName: null,
  terminalId: 'pad-01',
  source: 'request',
  status: 'counted',
  relay,
});

describe('fresh rows', () => {
  it('are counted, and move nothing', () => {
    const shown = [row('b'), row('c')];
    const merged = mergeFresh(shown, [row('a'), row('b')]);
    expect(merged.rows.map((r) => r.id)).toEqual(['b', 'c']);
    expect(merged.count).toBe(1);
  });

  it('bring shown rows up to date in their place', () => {
    const { rows, count } = mergeFresh([row('b'), row('c')], [row('c', 'relayed')]);
    expect(rows.map((r) => r.relay)).toEqual(['waiting', 'relayed']);
    expect(count).toBe(0);
  });
});
