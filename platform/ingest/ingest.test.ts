import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IngestItem, Outcome } from '../../contracts/ingest.ts';
import { CHANNEL_KIOSK, type RatingBody } from '../../contracts/rating.ts';
import { createRequest } from '../requests/create.ts';
import { heldRanges } from '../terminals/reconcile.ts';
import { caseAt, type TestContext, testContext } from '../testing/hub.ts';
import { outboxRow, sampleCase, sampleRating } from '../testing/ratings.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';
import { createGate } from './gate.ts';
import { ingest } from './ingest.ts';
import { recheckUnknownCases } from './recheck.ts';
import { inboxBinding, textBinding } from './rows.ts';

const EPOCH = '22222222-2222-4222-8222-222222222222';
const gate = createGate({ active: 4, waiting: 10, waitMs: 5_000, timers: systemTimers });
let hub: TestContext;
beforeEach(async () => {
  hub = await testContext();
  await addTerminal(hub);
});
afterEach(() => hub.close());

async function send(items: IngestItem[], epoch = EPOCH, id = 'pad-01', windowId = 'w1'): Promise<Outcome[]> {
  const answer = await ingest(hub, gate, { id, windowId }, { epoch, items });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.outcomes;
}
const told = async (items: IngestItem[], epoch?: string): Promise<string[]> =>
  (await send(items, epoch)).map((o) => o.outcome);
const ratingOf = (id: string) =>
  hub.db.selectFrom('rating').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const countOf = async (table: 'rating' | 'inbox' | 'quarantine' | 'inbox_duplicate'): Promise<number> =>
  (
    await hub.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

test('a rating is stored with all that it says; body and text are sealed', async () => {
  const body = sampleRating({ level: 2, tags: ['210'], text: '等太久了\n请改进', anonymous: true });
  const row = outboxRow(7, body);
  expect(await send([row])).toEqual([{ seq: 7, outcome: 'stored' }]);
  const kept = await hub.db.selectFrom('inbox').selectAll().executeTakeFirstOrThrow();
  expect(kept.sha256.toString('hex')).toBe(row.sha256);
  expect(kept.body.includes(Buffer.from('请改进'))).toBe(false);
  expect(hub.secrets.open(kept.body, inboxBinding('pad-01', EPOCH, 7)).toString()).toBe(row.body);
  const rating = await ratingOf(body.id);
  expect(rating).toMatchObject({
    terminal_id: 'pad-01',
    seq: 7,
    case_no: caseAt(0),
    item_code: 'item-1',
    item_name: '企业设立登记',
    window_id: 'w1',
    department_id: 'gs',
    staff_id: 's1',
    level: 2,
    tags: ['210'],
    anonymous: true,
    status: 'counted',
    relay_state: 'waiting',
  });
  expect(rating.at.getTime()).toBe(row.at.ms);
  expect(hub.secrets.open(rating.text ?? Buffer.alloc(0), textBinding(body.id)).toString()).toBe(body.text);
});

test('the same row again is a duplicate and has no second effect', async () => {
  const row = outboxRow(1, sampleRating());
  expect(await told([row])).toEqual(['stored']);
  expect(await told([row])).toEqual(['duplicate']);
  expect(await countOf('rating')).toBe(1);
  expect(await countOf('inbox_duplicate')).toBe(1);
});

test('the same key with another body: both are put aside, the first stays in effect, the audit log tells once', async () => {
  const first = sampleRating({ level: 5 });
  await send([outboxRow(1, first)]);
  const other = outboxRow(1, sampleRating({ level: 1, tags: [] }));
  expect(await send([other])).toEqual([{ seq: 1, outcome: 'conflict', code: 'ingest.conflict' }]);
  expect(await told([other])).toEqual(['conflict']);
  const aside = await hub.db.selectFrom('quarantine').selectAll().orderBy('id').execute();
  expect(aside.map((q) => q.reason).sort()).toEqual(['conflict', 'conflictStored']);
  for (const q of aside)
    expect(() => hub.secrets.open(q.body, inboxBinding('pad-01', EPOCH, 1))).not.toThrow();
  expect(await countOf('rating')).toBe(1);
  expect((await ratingOf(first.id)).status).toBe('counted');
  const audit = await hub.db.selectFrom('audit').select(['action', 'target']).execute();
  expect(audit).toEqual([{ action: 'ingest.conflict', target: 'pad-01' }]);
});

test('a rating sent anew under another epoch has one effect', async () => {
  const body = sampleRating();
  await send([outboxRow(5, body)]);
  expect(await told([outboxRow(1, body)], randomUUID())).toEqual(['stored']);
  expect(await countOf('rating')).toBe(1);
  expect(await countOf('inbox')).toBe(2);
});

test('poison rows never stop the others', async () => {
  const rows = [
    outboxRow(1, sampleRating({ case: sampleCase('A-1'), checked: true })),
    { ...outboxRow(2, sampleRating()), sha256: '0'.repeat(64) },
    outboxRow(3, '{"v":1}'),
    outboxRow(4, 'not json'),
    outboxRow(5, sampleRating({ tags: ['110'] })),
    outboxRow(6, sampleRating(), { kind: 'picture' }),
    outboxRow(7, sampleRating({ app: 'a\0b' })),
    outboxRow(8, sampleRating({ case: sampleCase('A-2'), checked: true })),
    outboxRow(9, sampleRating(), { kind: 'material' }),
  ];
  expect(await send(rows)).toEqual([
    { seq: 1, outcome: 'stored' },
    { seq: 2, outcome: 'rejected', code: 'ingest.badHash' },
    { seq: 3, outcome: 'rejected', code: 'ingest.badBody' },
    { seq: 4, outcome: 'rejected', code: 'ingest.badBody' },
    { seq: 5, outcome: 'rejected', code: 'ingest.badBody' },
    { seq: 6, outcome: 'rejected', code: 'ingest.unknownKind' },
    { seq: 7, outcome: 'rejected', code: 'ingest.badBody' },
    { seq: 8, outcome: 'stored' },
    { seq: 9, outcome: 'rejected', code: 'ingest.badBody' },
  ]);
});

test('a row that only the database refuses is found and the rest is stored', async () => {
  await sql`alter table rating add constraint no_poison check (app <> 'poison')`.execute(hub.db);
  const rows = Array.from({ length: 9 }, (_, i) =>
    outboxRow(
      i + 1,
      sampleRating({ case: sampleCase(`P-${i}`), checked: true, app: i === 5 ? 'poison' : 'app' }),
    ),
  );
  const outcomes = await send(rows);
  expect(outcomes.filter((o) => o.outcome === 'stored')).toHaveLength(8);
  expect(outcomes[5]).toEqual({ seq: 6, outcome: 'rejected', code: 'ingest.badBody' });
  expect(await countOf('inbox')).toBe(8);
});

test('a second rating of a case and stage is kept and not counted', async () => {
  const [first, second, third] = [sampleRating(), sampleRating({ level: 1, tags: [] }), sampleRating()];
  await send([outboxRow(1, first), outboxRow(2, second)]);
  await send([outboxRow(3, third), outboxRow(4, sampleRating({ case: { ...first.case, stage: 1 } }))]);
  expect((await ratingOf(first.id)).status).toBe('counted');
  for (const { id } of [second, third])
    expect(await ratingOf(id)).toMatchObject({
      status: 'duplicate',
      duplicate_of: first.id,
      relay_state: 'notRelayed',
    });
  expect(await countOf('rating')).toBe(4);
});

test('of two terminals that deliver the same case at once, one counts', async () => {
  await addTerminal(hub, newTerminal('pad-02', 'w2'));
  const batch = (reverse: boolean): IngestItem[] => {
    const rows = Array.from({ length: 40 }, (_, i) =>
      sampleRating({ case: sampleCase(`C-${i}`), checked: true }),
    );
    return (reverse ? rows.reverse() : rows).map((r, i) => outboxRow(i + 1, r));
  };
  const [a, b] = await Promise.all([
    send(batch(false), EPOCH, 'pad-01', 'w1'),
    send(batch(true), EPOCH, 'pad-02', 'w2'),
  ]);
  expect([...a, ...b].every((o) => o.outcome === 'stored')).toBe(true);
  const { rows } = await sql<{ status: string; n: number }>`
    select status, count(*) as n from rating group by 1 order by 1`.execute(hub.db);
  expect(rows).toEqual([
    { status: 'counted', n: 40 },
    { status: 'duplicate', n: 40 },
  ]);
});

test('a walk-up rating of a case that nobody knows waits until the hall knows it', async () => {
  const early = sampleRating({ case: sampleCase('NEW-1'), source: 'typed' });
  const late = sampleRating({ case: sampleCase('NEW-1'), source: 'typed' });
  await send([
    outboxRow(1, early),
    outboxRow(2, late, { at: { ms: Date.now(), uncertaintyMs: 0, clock: 'wall' } }),
  ]);
  expect(await ratingOf(early.id)).toMatchObject({ status: 'unknownCase', relay_state: 'notRelayed' });
  await hub.db
    .insertInto('hall_case')
    .values({
      case_no: 'NEW-1',
      item_code: 'item-1',
      department_id: 'gs',
      window_id: 'w1',
      staff_id: null,
      stage: 2,
      applicant: null,
      handled_at: hub.now(),
    })
    .execute();
  expect(await recheckUnknownCases(hub)).toBe(2);
  expect(await ratingOf(early.id)).toMatchObject({
    status: 'counted',
    relay_state: 'waiting',
    item_name: '企业设立登记',
  });
  expect(await ratingOf(late.id)).toMatchObject({ status: 'duplicate', duplicate_of: early.id });
  expect(await recheckUnknownCases(hub)).toBe(0);
});

test('a rating at a kiosk counts where its case was served, known at once or later', async () => {
  const at = { channel: CHANNEL_KIOSK, source: 'typed', windowId: 'w1', staffId: null } as const;
  const early = sampleRating({ ...at, case: sampleCase('KIOSK-EARLY') });
  await send([outboxRow(1, early)]);
  expect(await ratingOf(early.id)).toMatchObject({ status: 'unknownCase', window_id: 'w1' });
  await hub.db.insertInto('department').values({ id: 'sb', name_zh: '社保局', name_en: 'Social' }).execute();
  const served = { item_code: 'item-1', department_id: 'sb', window_id: 'w2', staff_id: null };
  const rest = { stage: 2 as const, applicant: null, handled_at: hub.now() };
  await hub.db
    .insertInto('hall_case')
    .values([
      { case_no: 'KIOSK-EARLY', ...served, ...rest },
      { case_no: 'KIOSK-LATE', ...served, ...rest },
    ])
    .execute();
  const late = sampleRating({ ...at, case: sampleCase('KIOSK-LATE') });
  const pad = sampleRating({
    source: 'typed',
    windowId: 'w1',
    case: { ...sampleCase('KIOSK-LATE'), stage: 1 },
  });
  await send([outboxRow(2, late), outboxRow(3, pad)]);
  await recheckUnknownCases(hub);
  for (const { id } of [early, late])
    expect(await ratingOf(id)).toMatchObject({ status: 'counted', window_id: 'w2', department_id: 'sb' });
  expect(await ratingOf(pad.id)).toMatchObject({ window_id: 'w1' });
});

test('a rating closes its request, and is counted though the hall does not know the case', async () => {
  const request = await createRequest(hub, {
    windowId: 'w1',
    caseNo: 'ONLY-COUNTER-1',
    stage: 1,
    itemName: '其他事项',
    staffNo: 'A002',
    source: 'api',
  });
  if (!request.ok) throw new Error(request.error.code);
  const seen = new Promise((got) => hub.bus.subscribe('requestState', got));
  const body = sampleRating({
    requestId: request.value.id,
    source: 'request',
    case: { ...sampleCase('ONLY-COUNTER-1'), stage: 1 },
  });
  await send([outboxRow(1, body)]);
  expect(await seen).toEqual({ requestId: request.value.id });
  expect(await ratingOf(body.id)).toMatchObject({ status: 'counted', staff_id: 's2', item_name: '其他事项' });
  const row = await hub.db.selectFrom('rating_request').select('state').executeTakeFirstOrThrow();
  expect(row.state).toBe('rated');
});

test('the bus tells of what was received', async () => {
  const got = new Promise<{ ids: string[] }>((r) => hub.bus.subscribe('ratings', r));
  const body = sampleRating();
  await send([outboxRow(1, body)]);
  expect((await got).ids).toEqual([body.id]);
});

test('a batch that fails has no effect at all and no outcome', async () => {
  await sql`alter table rating_request rename to rating_request_away`.execute(hub.db);
  await expect(send([outboxRow(1, sampleRating())])).rejects.toThrow();
  expect(await countOf('inbox')).toBe(0);
  expect(await countOf('rating')).toBe(0);
});

test('a number twice in one batch is refused', async () => {
  const twice = [outboxRow(1, sampleRating()), outboxRow(1, sampleRating())];
  await expect(send(twice)).rejects.toThrow('input.invalid');
});

test('a clock far off is no reason to refuse', async () => {
  const ms = [0, 8.64e15, 253_402_300_800_000, 1_764_021_234_567];
  const bodies: RatingBody[] = ms.map((_, i) => sampleRating({ case: sampleCase(`T-${i}`), checked: true }));
  const rows = bodies.map((b, i) =>
    outboxRow(i + 1, b, { at: { ms: ms[i] ?? 0, uncertaintyMs: 1e12, clock: 'wall' } }),
  );
  expect(await told(rows)).toEqual(ms.map(() => 'stored'));
  expect((await ratingOf(bodies[3]?.id ?? '')).at.getTime()).toBe(ms[3]);
  expect((await ratingOf(bodies[0]?.id ?? '')).at.getTime()).toBe(0);
});

test('the held ranges of an epoch have the holes where rows are missing', async () => {
  const rows = [1, 2, 3, 7, 9, 10].map((seq) =>
    outboxRow(seq, sampleRating({ case: sampleCase(`R-${seq}`), checked: true })),
  );
  await send(rows);
  await send([outboxRow(4, sampleRating({ case: sampleCase('R-other'), checked: true }))], randomUUID());
  expect(await heldRanges(hub, 'pad-01', EPOCH)).toEqual([
    [1, 3],
    [7, 7],
    [9, 10],
  ]);
  expect(await heldRanges(hub, 'pad-02', EPOCH)).toEqual([]);
});
