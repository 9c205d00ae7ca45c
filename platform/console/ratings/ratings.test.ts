import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ratingRow } from '../../../contracts/hub/console-api.ts';
import { type Caller, caller } from '../testing/caller.ts';
import { START } from '../testing/parts.ts';
import { person } from '../testing/people.ts';
import { EPOCH, putRating } from '../testing/ratings.ts';
import { type ConsoleServer, consoleServer } from '../testing/server.ts';

const MINUTE = 60_000;
const ROWS = 130;
let server: ConsoleServer;
let officer: Caller;
let viewer: Caller;
const ids: string[] = [];

/** Rating number n (from 1) was n minutes after START, at a level and state that follow from n. */
const levelOf = (n: number) => ((n % 5) + 1) as 1 | 2 | 3 | 4 | 5;
const statusOf = (n: number) => (n % 10 === 0 ? ('duplicate' as const) : ('counted' as const));
const relayOf = (n: number) => (n % 13 === 0 ? ('refused' as const) : ('relayed' as const));

beforeAll(async () => {
  server = await consoleServer();
  for (let n = 1; n <= ROWS; n += 1) {
    ids.push(
      await putRating(server.hub, {
        seq: n,
        // Two at each time: the order among them is by id.
        at: new Date(START.getTime() + Math.floor(n / 2) * MINUTE),
        level: levelOf(n),
        status: statusOf(n),
        relay_state: relayOf(n),
        window_id: n % 3 ? 'w1' : 'w2',
        terminal_id: n % 3 ? 'pad-01' : 'pad-02',
        channel: n % 40 === 1 ? 7 : 4,
        ...(n === 7 ? { text: '等了半小时' } : {}),
      }),
    );
  }
  await person(server.hub, { login: 'officer', role: 'rating' });
  await person(server.hub, { login: 'viewer', role: 'viewer' });
  officer = caller(server.url);
  viewer = caller(server.url);
  await officer.signIn('officer');
  await viewer.signIn('viewer');
});
afterAll(() => server.close());

const search = async (filter: object, after?: string) =>
  (await officer.call('POST /console/ratings/search', { body: { filter, ...(after ? { after } : {}) } }))
    .body;

/** Every row of a filter, page by page. */
async function everyRow(filter: object): Promise<{ id: string; atMs: number }[]> {
  const rows = [];
  let after: string | undefined;
  for (;;) {
    const page = await search(filter, after);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    after = page.next;
  }
}
const numbers = (want: (n: number) => boolean): string[] =>
  Array.from({ length: ROWS }, (_, i) => i + 1)
    .filter(want)
    .map((n) => ids[n - 1] ?? '');

describe('the list', () => {
  it('shows every rating once, newest first, page by page', async () => {
    const first = await search({});
    expect(first.rows).toHaveLength(50);
    expect(first.total).toEqual({ count: ROWS, more: false });
    expect(ratingRow.safeParse(first.rows[0]).success).toBe(true);
    const rows = await everyRow({});
    expect(rows).toHaveLength(ROWS);
    expect(new Set(rows.map((r) => r.id))).toEqual(new Set(ids));
    const keys = rows.map((r) => `${String(r.atMs).padStart(20, '0')} ${r.id}`);
    expect(keys).toEqual([...keys].sort().reverse());
  });

  it('names the place and who served, and nothing of who rated', async () => {
    const { rows } = await search({ caseNo: 'WD7' });
    expect(rows.find((r: { case: { caseNo: string } }) => r.case.caseNo === 'WD7')).toEqual({
      id: ids[6],
      atMs: START.getTime() + 3 * MINUTE,
      receivedMs: START.getTime() + 3 * MINUTE,
      level: 3,
      tags: [],
      hasText: true,
      case: { caseNo: 'WD7', stage: 2, itemCode: null, itemName: null },
      windowId: 'w1',
      windowName: { zh: '1号窗口', en: 'Window 1' },
      departmentId: 'gs',
      departmentName: { zh: '市场监管局', en: 'Market regulation' },
      staffName: '测试甲',
      terminalId: 'pad-01',
      source: 'scanned',
      status: 'counted',
      relay: 'relayed',
    });
  });

  it('is not disturbed by what comes in while somebody pages', async () => {
    const first = await search({});
    const late = await putRating(server.hub, { seq: 900, at: new Date(START.getTime() + 900 * MINUTE) });
    const second = await search({}, first.next);
    const seen = [...first.rows, ...second.rows].map((r: { id: string }) => r.id);
    expect(new Set(seen).size).toBe(100);
    expect(seen).not.toContain(late);
    await server.hub.db.deleteFrom('rating').where('id', '=', late).execute();
  });

  const time = (n: number) => START.getTime() + Math.floor(n / 2) * MINUTE;
  it.each<[string, object, (n: number) => boolean]>([
    ['levels', { levels: [1, 2] }, (n) => levelOf(n) <= 2],
    ['one level', { levels: [4] }, (n) => levelOf(n) === 4],
    ['no level named', { levels: [] }, () => true],
    ['window', { windowId: 'w2' }, (n) => n % 3 === 0],
    ['terminal', { terminalId: 'pad-02' }, (n) => n % 3 === 0],
    ['department', { departmentId: 'gs' }, () => true],
    ['another department', { departmentId: 'none' }, () => false],
    ['status', { status: 'duplicate' }, (n) => n % 10 === 0],
    ['relay state', { relay: 'refused' }, (n) => n % 13 === 0],
    [
      'times, both included',
      { fromMs: time(20), toMs: time(40) },
      (n) => time(n) >= time(20) && time(n) <= time(40),
    ],
    ['a time range that is empty', { fromMs: time(40), toMs: time(20) }, () => false],
    ['the last time there is', { toMs: 8.64e15 }, () => true],
    ['beginning of the case number', { caseNo: 'WD12' }, (n) => String(n).startsWith('12')],
    ['spaces around it', { caseNo: '  WD130 ' }, (n) => n === 130],
    ['no case number', { caseNo: '' }, () => true],
    [
      'all together',
      { levels: [1], windowId: 'w2', status: 'duplicate' },
      (n) => levelOf(n) === 1 && n % 30 === 0,
    ],
  ])('filters by %s', async (_name, filter, want) => {
    const found = await everyRow(filter);
    expect(new Set(found.map((r) => r.id))).toEqual(new Set(numbers(want)));
    expect((await search(filter)).total).toEqual({ count: numbers(want).length, more: false });
  });

  it.each([`' or 1=1 --`, '%', '_', 'WD%', '\\', '\0', "WD1'; drop table rating; --", '＊', '\ud800'])(
    'takes the case number %j for what it is: none',
    async (caseNo) => {
      const { rows, total } = await search({ caseNo });
      expect({ rows, total }).toEqual({ rows: [], total: { count: 0, more: false } });
    },
  );

  it.each<[string, unknown]>([
    ['a level that is none', { filter: { levels: [6] } }],
    ['too many levels', { filter: { levels: [1, 1, 1, 1, 1, 1] } }],
    ['a window with an injection', { filter: { windowId: "w1' or '1'='1" } }],
    ['a time that is none', { filter: { fromMs: 'yesterday' } }],
    ['a time before all time', { filter: { fromMs: -1 } }],
    ['a status that is none', { filter: { status: 'deleted' } }],
    ['a long case number', { filter: { caseNo: 'x'.repeat(41) } }],
    ['no filter', {}],
    ['a cursor with foreign signs', { filter: {}, after: '../..' }],
  ])('refuses %s', async (_name, body) => {
    const { status, body: said } = await officer.call('POST /console/ratings/search', { body });
    expect({ status, code: said.code }).toEqual({ status: 400, code: 'input.invalid' });
  });

  it('refuses a cursor that it did not make', async () => {
    const { next } = await search({});
    const plain = Buffer.from(JSON.stringify(['2026-03-02', ids[0]])).toString('base64url');
    for (const after of [plain, `${next}A`, next.slice(1), 'AAAA']) {
      const answer = await search({}, after);
      expect(answer).toMatchObject({ code: 'input.invalid', data: { detail: 'after' } });
    }
  });
});

describe('the summary', () => {
  it('counts rows per level, and what enters the metrics', async () => {
    const { body } = await officer.call('POST /console/ratings/summary', { body: { filter: {} } });
    const inMetrics = (n: number) => statusOf(n) === 'counted' && n % 40 !== 1;
    expect(body).toEqual({
      levels: [5, 4, 3, 2, 1].map((level) => ({ level, count: 26 })),
      counted: numbers(inMetrics).length,
      negative: numbers((n) => inMetrics(n) && levelOf(n) <= 2).length,
    });
  });

  it('has every level, also when there is nothing', async () => {
    const { body } = await officer.call('POST /console/ratings/summary', {
      body: { filter: { departmentId: 'none' } },
    });
    expect(body.levels.map((l: { count: number }) => l.count)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('one rating’s story', () => {
  const readings = async (id: string) =>
    (
      await server.hub.db
        .selectFrom('audit')
        .select('actor')
        .where('action', '=', 'rating.readText')
        .where('target', '=', id)
        .execute()
    ).map((r) => r.actor);

  it('tells the words to roles that may read them, and audits each reading', async () => {
    const id = ids[6] ?? '';
    expect((await viewer.call(`GET /console/ratings/${id}`)).body).toMatchObject({
      row: { hasText: true },
      text: null,
    });
    expect(await readings(id)).toEqual([]);
    expect((await officer.call(`GET /console/ratings/${id}`)).body.text).toBe('等了半小时');
    expect(await readings(id)).toEqual(['officer']);
  });

  it('audits no reading where there are no words', async () => {
    const id = ids[0] ?? '';
    expect((await officer.call(`GET /console/ratings/${id}`)).body.text).toBeNull();
    expect(await readings(id)).toEqual([]);
  });

  it('shows words that were sealed for another rating as unreadable', async () => {
    const id = await putRating(server.hub, { seq: 901 });
    const stolen = server.hub.secrets.seal(Buffer.from('等了'), `rating.text:${ids[0]}`);
    await server.hub.db.updateTable('rating').set({ text: stolen }).where('id', '=', id).execute();
    const { status, body } = await officer.call(`GET /console/ratings/${id}`);
    expect({ status, text: body.text, hasText: body.row.hasText }).toEqual({
      status: 200,
      text: null,
      hasText: true,
    });
    await server.hub.db.deleteFrom('rating').where('id', '=', id).execute();
  });

  it('goes from the request to the province, with the key and the hash of what was sent', async () => {
    const at = (s: number) => new Date(START.getTime() + s * 1000);
    const request_id = server.hub.newId();
    await server.hub.db
      .insertInto('rating_request')
      .values({
        id: request_id,
        window_id: 'w1',
        staff_id: 's1',
        case_no: 'WD902',
        stage: 2,
        item_code: null,
        item_name: null,
        state: 'rated',
        source: 'api',
        created_at: at(1),
        expires_at: at(61),
        rung_at: at(2),
        opened_at: at(3),
        closed_at: at(6),
      })
      .execute();
    const id = await putRating(server.hub, {
      seq: 902,
      request_id,
      source: 'request',
      at: at(5),
      received_at: at(6),
    });
    await server.hub.db
      .insertInto('inbox_duplicate')
      .values({ terminal_id: 'pad-01', epoch: EPOCH, seq: 902, received_at: at(7) })
      .execute();
    await server.hub.db
      .insertInto('relay_attempt')
      .values([
        { rating_id: id, at: at(8), outcome: 'failed', detail: 'HTTP 503' },
        { rating_id: id, at: at(9), outcome: 'relayed', detail: null },
      ])
      .execute();
    const { body } = await officer.call(`GET /console/ratings/${id}`);
    expect(body.steps.map((s: { what: string }) => s.what)).toEqual([
      'requested',
      'rung',
      'opened',
      'saved',
      'received',
      'duplicateDelivery',
      'relayFailed',
      'relayed',
    ]);
    expect(body).toMatchObject({ epoch: EPOCH, seq: 902, clock: 'anchor', uncertaintyMs: 50, channel: 4 });
    expect(body.bodySha256).toMatch(/^[0-9a-f]{64}$/);
    await server.hub.db.deleteFrom('relay_attempt').where('rating_id', '=', id).execute();
    await server.hub.db.deleteFrom('rating').where('id', '=', id).execute();
  });

  it('is not there for an id that is none', async () => {
    const unknown = await officer.call(`GET /console/ratings/${server.hub.newId()}`);
    expect({ status: unknown.status, code: unknown.body.code }).toEqual({ status: 404, code: 'not.found' });
    expect((await officer.call(`GET /console/ratings/' or 1=1`)).status).toBe(400);
  });
});

describe('one case', () => {
  it('has its ratings, newest first', async () => {
    const { body } = await officer.call('GET /console/cases/WD7/ratings');
    expect(body).toEqual([
      { id: ids[6], atMs: START.getTime() + 3 * MINUTE, level: 3, stage: 2, status: 'counted' },
    ]);
    expect((await officer.call('GET /console/cases/NONE/ratings')).body).toEqual([]);
    expect((await officer.call('GET /console/cases/%00/ratings')).status).toBe(400);
  });
});
