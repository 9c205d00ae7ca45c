import { describe, expect, test } from 'vitest';
import { loadDemoCatalogue } from './catalogue.ts';
import { loadDemoHall } from './schema.ts';

const hall = loadDemoHall();
const { frame, items } = loadDemoCatalogue(hall);

describe('the demonstration’s catalogue', () => {
  test('has a guide of every item of the hall', () => {
    expect(items.map((i) => i.code).sort()).toEqual(hall.items.map((i) => i.code).sort());
    expect(items.length).toBeGreaterThanOrEqual(60);
  });

  test('leads to windows that are drawn and belong to the item’s department', () => {
    const drawn = frame.floors.flatMap((f) => f.windows.map((w) => w.no));
    expect([...drawn].sort()).toEqual(hall.windows.map((w) => w.no).sort());
    for (const item of items)
      for (const no of item.windows)
        expect([item.code, hall.windows.find((w) => w.no === no)?.department]).toEqual([
          item.code,
          item.departmentId,
        ]);
  });

  test('draws every window within its area, and no two over each other', () => {
    for (const { areas, windows, width, height } of frame.floors) {
      for (const w of windows) {
        const area = areas.find((a) => a.id === w.areaId);
        expect(area).toBeDefined();
        if (area === undefined) continue;
        expect([w.no, w.x >= area.x && w.x + w.width <= area.x + area.width]).toEqual([w.no, true]);
        expect([w.no, w.y >= area.y && w.y + w.height <= area.y + area.height]).toEqual([w.no, true]);
        for (const o of windows)
          if (o !== w)
            expect([
              w.no,
              o.no,
              w.x + w.width <= o.x || o.x + o.width <= w.x || w.y + w.height <= o.y || o.y + o.height <= w.y,
            ]).toEqual([w.no, o.no, true]);
      }
      for (const a of areas)
        expect([a.id, a.x + a.width <= width && a.y + a.height <= height]).toEqual([a.id, true]);
    }
  });

  test('names only topics that there are, and has something under each', () => {
    const ids = frame.topics.map((t) => t.id);
    for (const item of items)
      for (const id of item.topics) expect([item.code, ids.includes(id)]).toEqual([item.code, true]);
    for (const { id, audiences } of frame.topics)
      for (const a of audiences)
        expect([id, a, items.some((i) => i.topics.includes(id) && i.audiences.includes(a))]).toEqual([
          id,
          a,
          true,
        ]);
  });

  test('promises no more than the law allows', () => {
    for (const { code, legalLimit, promisedLimit } of items)
      if (legalLimit !== null) expect([code, promisedLimit.days <= legalLimit.days]).toEqual([code, true]);
  });

  test('is applied for with the flow that submits it', () => {
    expect(items.find((i) => i.code === 'WD01005')?.flowId).toBe('residence-permit-apply');
  });
});
