import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CatalogueReply, catalogueReply, digestInput } from '../../contracts/hub/catalogue-api.ts';
import { manyItems } from '../../contracts/testing/many-items.ts';
import { call, tokenOf } from '../testing/client.ts';
import { HALL } from '../testing/hall.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal } from '../testing/terminals.ts';
import { putFrame, putItems } from './put.ts';

let hub: TestHub;
let token: string;
beforeAll(async () => {
  hub = await testHub();
  token = await tokenOf(hub, await addTerminal(hub.context));
});
afterAll(() => hub.close());

const items = (count: number) => manyItems(count).map((i) => ({ ...i, departmentId: HALL.department }));
const put = (
  ...[source, list, gone]: [source: 'hall' | 'upper', list: ReturnType<typeof items>, gone?: string[]]
) => hub.context.db.transaction().execute((trx) => putItems(trx, hub.context, source, list, gone));
const changes = async (after: number): Promise<CatalogueReply> =>
  catalogueReply.parse(
    (await call(hub, 'POST', '/kiosk/catalogue/changes', { token, body: { after } })).body,
  );

/** As a terminal does: pages until there is no more. */
async function follow(after: number, has = new Map<string, string>()) {
  let reply = await changes(after);
  let pages = 1;
  for (;;) {
    for (const { code, entry } of reply.changes) {
      if (entry === null) has.delete(code);
      else has.set(code, entry.sha256);
    }
    if (!reply.more) break;
    reply = await changes(reply.changes.at(-1)?.version ?? 0);
    pages += 1;
  }
  const listed = [...has].map(([code, sha256]) => ({ code, sha256 }));
  const digest = createHash('sha256').update(digestInput(listed)).digest('hex');
  return { reply, has, pages, agrees: digest === reply.digest && has.size === reply.count };
}

it('is empty at first, and only for terminals', async () => {
  const { reply, agrees } = await follow(0);
  expect(reply).toMatchObject({ version: 0, changes: [], count: 0, frame: { topics: [], guideUrl: null } });
  expect(agrees).toBe(true);
  expect(reply.departments).toEqual([{ id: 'gs', name: { zh: '市场监管局', en: 'Market regulation' } }]);
  const stranger = await call(hub, 'POST', '/kiosk/catalogue/changes', { body: { after: 0 } });
  expect(stranger.body.code).toBe('auth.required');
});

it('gives everything in pages, then only what changed', async () => {
  expect(await put('hall', items(250))).toEqual({ changed: 250, removed: 0 });
  const first = await follow(0);
  expect([first.pages, first.has.size, first.agrees]).toEqual([3, 250, true]);
  expect(await put('hall', items(250))).toEqual({ changed: 0, removed: 0 });
  expect((await changes(first.reply.version)).changes).toEqual([]);

  const [a, b] = items(2);
  if (a === undefined || b === undefined) throw new Error('no items');
  await put('hall', [{ ...a, phone: '0375-1111111' }], [b.code, 'never-there']);
  const next = await changes(first.reply.version);
  expect(next.changes.map((c) => [c.code, c.entry?.item.phone])).toEqual([
    [a.code, '0375-1111111'],
    [b.code, undefined],
  ]);
  expect((await follow(first.reply.version, first.has)).agrees).toBe(true);
  await put('hall', [b]);
  expect((await follow(0)).has.has(b.code)).toBe(true);
});

it('answers from the beginning where the terminal knows a version that was never given', async () => {
  const { reply } = await follow(0);
  const again = await changes(reply.version + 1_000);
  expect(again.changes[0]?.version).toBe((await changes(0)).changes[0]?.version);
});

it('never gives a smaller version after a greater one, however many write at once', async () => {
  const before = (await changes(0)).version;
  const list = items(40).map((i) => ({ ...i, complaintPhone: '12345' }));
  await Promise.all([0, 1, 2, 3].map((n) => put('hall', list.slice(n * 10, n * 10 + 10))));
  const { reply, agrees } = await follow(before, (await follow(0)).has);
  expect([reply.version - before, agrees]).toEqual([40, true]);
});

it('lets ratings and cases know the item by its name', async () => {
  const [a] = items(1);
  if (a === undefined) throw new Error('no items');
  await put('hall', [{ ...a, name: { zh: `长${'名'.repeat(119)}`, en: 'Long' } }]);
  const row = await hub.context.db
    .selectFrom('service_item')
    .select('name_zh')
    .where('code', '=', a.code)
    .executeTakeFirstOrThrow();
  expect([row.name_zh.length, row.name_zh.at(-1)]).toEqual([100, '…']);
});

it('gives the hall’s topics and floors with every answer', async () => {
  const topic = {
    id: 't1',
    name: { zh: '主题', en: 'Topic' },
    kind: 'theme' as const,
    audiences: ['person' as const],
  };
  await hub.context.db
    .transaction()
    .execute((trx) =>
      putFrame(trx, { topics: [topic], floors: [], guideUrl: 'https://example.org/i/{code}' }),
    );
  expect((await changes(0)).frame).toMatchObject({
    topics: [topic],
    guideUrl: 'https://example.org/i/{code}',
  });
});
