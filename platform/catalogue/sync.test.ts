import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manyItems } from '../../contracts/testing/many-items.ts';
import { type Simulator, startUpperCatalogue, upperRows } from '../simulators/catalogue/simulator.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { HALL } from '../testing/hall.ts';
import { systemTimers } from '../timers.ts';
import { putItems } from './put.ts';
import { syncCatalogue } from './sync.ts';
import { httpUpper } from './upper/http.ts';
import { toServiceItem } from './upper/to-item.ts';

let upper: Simulator;
let hub: TestContext;
let now = new Date('2026-11-24T02:00:00Z');
beforeAll(async () => {
  hub = await testContext({ now: () => now });
});
afterAll(() => hub.close());
beforeEach(async () => {
  upper = await startUpperCatalogue({ timers: systemTimers, count: 90, delayMs: 3_000 });
  await hub.db.deleteFrom('catalogue_item').execute();
  await hub.db.deleteFrom('catalogue_run').execute();
  await configure({});
});
afterEach(() => upper.close());

async function configure(more: Record<string, unknown>): Promise<void> {
  const value = JSON.stringify({
    url: upper.url,
    departments: { '410403001': HALL.department },
    topics: { T01: 'topic-1' },
    pageSize: 40,
    timeoutMs: 500,
    ...more,
  });
  await hub.db
    .insertInto('setting')
    .values({ key: 'catalogue', value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute();
}
/** The next run, an hour or so later. */
function run() {
  now = new Date(now.getTime() + 7 * 3_600_000);
  return syncCatalogue(hub, { upper: (s) => httpUpper(s), signal: new AbortController().signal });
}
const live = async () =>
  (
    await hub.db
      .selectFrom('catalogue_item')
      .selectAll()
      .where('body', 'is not', null)
      .orderBy('code')
      .execute()
  ).map((r) => ({ ...r, item: r.body }));

describe('the listing of the upper catalogue', () => {
  it('is taken whole, and then only what changed', async () => {
    expect(await run()).toEqual({ outcome: 'done', changed: 90, removed: 0, refused: 0 });
    expect((await live())[7]?.item).toMatchObject({
      code: 'UP000007',
      kind: 'publicService',
      topics: ['topic-1'],
      legalLimit: { days: 20, working: true },
      promisedLimit: { days: 7, working: true },
      fee: { standard: { zh: '每件50元' } },
      materials: [
        { name: { zh: '申请表' }, required: true },
        { form: 'copy', from: 'department' },
      ],
    });
    expect(await run()).toMatchObject({ outcome: 'same' });
    upper.publish(
      upper
        .rows()
        .map((r, n) => (n === 3 ? { ...r, linkWay: '0375-9999999' } : r))
        .slice(1),
    );
    expect(await run()).toEqual({ outcome: 'done', changed: 1, removed: 1, refused: 0 });
    expect((await live()).map((r) => r.code)).not.toContain('UP000000');
  });

  it('does not run before its time, and soon again after no answer', async () => {
    await run();
    const again = () =>
      syncCatalogue(hub, { upper: (s) => httpUpper(s), signal: AbortSignal.timeout(5_000) });
    expect(await again()).toBeNull();
    upper.mode('fail');
    expect(await run()).toMatchObject({ outcome: 'failed' });
    expect(await again()).toBeNull();
    now = new Date(now.getTime() + 10 * 60_000);
    upper.mode('serve');
    expect(await again()).toMatchObject({ outcome: 'same' });
  });

  it.each(['fail', 'slow', 'drop', 'page', 'short', 'double', 'change'] as const)(
    'changes nothing when it ends in: %s',
    async (mode) => {
      await run();
      upper.publish(upper.rows().slice(5));
      const before = await live();
      upper.mode(mode);
      const report = await run();
      expect(['failed', 'refused']).toContain(report?.outcome);
      expect(await live()).toEqual(before);
    },
  );

  it('takes what is right of it: a row that lies leaves what was known before', async () => {
    await run();
    const before = await live();
    upper.publish(upper.rows().map((r) => ({ ...r, linkWay: '0375-8888888' })));
    upper.mode('lie');
    expect(await run()).toEqual({ outcome: 'done', changed: 60, removed: 0, refused: 30 });
    const after = await live();
    expect(after[0]).toEqual(before[0]);
    expect(after[1]?.item?.phone).toBe('0375-8888888');
    const last = await hub.db
      .selectFrom('catalogue_run')
      .selectAll()
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(last.detail).toContain('UP000000: promiseLimit');
    upper.mode('serve');
    expect(await run()).toMatchObject({ outcome: 'done', changed: 30, refused: 0 });
  });

  it('is not believed when most of it is gone at once', async () => {
    await run();
    upper.publish(upper.rows().slice(0, 40));
    expect(await run()).toMatchObject({ outcome: 'refused' });
    expect(await live()).toHaveLength(90);
  });

  it('leaves the hall’s own items, windows, flows and English alone', async () => {
    const [own] = manyItems(1).map((i) => ({ ...i, departmentId: HALL.department }));
    if (own === undefined) throw new Error('no items');
    await run();
    const theirs = (await live())[1]?.item;
    if (theirs == null) throw new Error('nothing came');
    const edited = {
      ...theirs,
      name: { ...theirs.name, en: 'In English' },
      topics: [...theirs.topics, 'of-the-hall'],
      windows: ['5'],
      flowId: 'a-flow',
      bookable: true,
    };
    await hub.db.transaction().execute((trx) => putItems(trx, hub, 'hall', [own]));
    await hub.db.transaction().execute((trx) => putItems(trx, hub, 'upper', [edited]));
    upper.publish(upper.rows().map((r) => ({ ...r, superviseWay: '12345', themeCodes: [] })));
    expect(await run()).toMatchObject({ outcome: 'done', changed: 90 });
    const after = await live();
    expect(after.find((r) => r.code === own.code)?.item).toEqual(own);
    expect(after.find((r) => r.code === theirs.code)?.item).toMatchObject({
      name: { en: 'In English' },
      topics: ['of-the-hall'],
      windows: ['5'],
      flowId: 'a-flow',
      bookable: true,
      complaintPhone: '12345',
    });
  });

  it('gives no item of a department that is not in this hall', async () => {
    upper.publish([...upperRows(3), ...upperRows(3, '999').map((r, n) => ({ ...r, taskCode: `X${n}` }))]);
    expect(await run()).toMatchObject({ changed: 3, refused: 0 });
  });

  it('is read anew when its codes are told otherwise', async () => {
    await run();
    await configure({ topics: { T01: 'topic-2' } });
    expect(await run()).toMatchObject({ outcome: 'done', changed: 90 });
  });

  it('is not asked for with settings that do not fit', async () => {
    await configure({ url: 'file:///etc/passwd' });
    expect(await run()).toBeNull();
    expect(upper.calls()).toBe(0);
  });
});

describe('a row', () => {
  const codes = { departments: { '410403001': 'gs' }, topics: {} };
  const [good] = upperRows(1);

  it('is refused with the name of the field and not its value', () => {
    for (const [field, value] of Object.entries({
      taskName: '',
      taskType: '99',
      promiseLimit: '-1',
      isFee: '2',
      flow: [],
      materials: [{ materialName: '申请表\u0000' }],
      serveType: '3',
      taskCode: '../../x',
    })) {
      const read = toServiceItem({ ...good, [field]: value }, codes);
      expect([field, read.ok ? 'taken' : read.error.code]).toEqual([field, 'lies']);
    }
    expect(toServiceItem({ ...good, deptCode: 'constructor' }, codes)).toMatchObject({
      error: { code: 'other' },
    });
    expect(toServiceItem({ ...good, isFee: '1', feeBasis: undefined }, codes)).toMatchObject({
      error: { code: 'lies' },
    });
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(fc.constantFrom(...Object.keys(good ?? {})), fc.anything()),
        (any, part) => {
          toServiceItem(any, codes);
          toServiceItem({ ...good, ...part }, codes);
        },
      ),
    );
  });
});
