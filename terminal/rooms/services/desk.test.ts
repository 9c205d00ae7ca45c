import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CatalogueFrame, ServiceItem } from '../../../contracts/catalogue.ts';
import type { TerminalConfig } from '../../../contracts/config.ts';
import {
  type CatalogueChange,
  type CatalogueReply,
  digestInput,
} from '../../../contracts/hub/catalogue-api.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { servicesOverview } from '../../../contracts/rooms/services.ts';
import { type Slip, slip as slipShape } from '../../../contracts/slip.ts';
import { manyItems } from '../../../contracts/testing/many-items.ts';
import { virtualTime } from '../../../contracts/testing/virtual-time.ts';
import type { Visit } from '../../../contracts/visit.ts';
import type { RoomTools } from '../types.ts';
import { createServicesDesk } from './desk.ts';

const VISIT = '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c11';
const NOW = Date.parse('2026-11-24T10:00:00+08:00');
const words = (zh: string, en: string) => ({ zh, en });

/** A hub's catalogue, with versions as it gives them. */
function hubCatalogue() {
  const changes = new Map<string, CatalogueChange>();
  let version = 0;
  const hub = {
    pageSize: 40,
    frame: {
      topics: [{ id: 't1', name: words('主题', 'Topic'), kind: 'theme', audiences: ['person'] }],
      floors: [
        {
          id: 'f1',
          name: words('一楼', 'Ground'),
          width: 100,
          height: 100,
          areas: [],
          windows: [{ no: '1', areaId: 'a', x: 1, y: 1, width: 5, height: 5 }],
          marks: [],
        },
      ],
      guideUrl: null,
    } as CatalogueFrame,
    /** Asked for after these versions. */
    asked: [] as number[],
    lie: null as ((reply: CatalogueReply) => CatalogueReply) | null,
    put(item: ServiceItem) {
      version += 1;
      const sha256 = createHash('sha256').update(JSON.stringify(item)).digest('hex');
      changes.set(item.code, { code: item.code, version, entry: { sha256, item } });
    },
    remove(code: string) {
      version += 1;
      changes.set(code, { code, version, entry: null });
    },
    /** Back from a backup: earlier versions are given once more. */
    restore(to: ServiceItem[], at: number) {
      changes.clear();
      version = at - to.length;
      for (const item of to) hub.put(item);
    },
    answer(after: number): CatalogueReply {
      hub.asked.push(after);
      const from = after > version ? 0 : after;
      const rows = [...changes.values()]
        .filter((c) => c.version > from)
        .toSorted((a, b) => a.version - b.version);
      const live = [...changes.values()].flatMap(({ code, entry }) =>
        entry === null ? [] : [{ code, sha256: entry.sha256 }],
      );
      const reply = {
        serverMs: NOW,
        version,
        changes: rows.slice(0, hub.pageSize),
        more: rows.length > hub.pageSize,
        count: live.length,
        digest: createHash('sha256').update(digestInput(live)).digest('hex'),
        frame: hub.frame,
        departments: [{ id: 'gongan', name: words('公安', 'Police') }],
      };
      return hub.lie === null ? reply : hub.lie(reply);
    },
  };
  return hub;
}

function room(hub: ReturnType<typeof hubCatalogue>, documents = new Map<string, string>()) {
  const time = virtualTime(NOW);
  const printed: Slip[] = [];
  const logged: string[] = [];
  let writes = 0;
  const world = { online: true, full: false, dieAfterWrites: null as number | null };
  let visit: Visit | null = { id: VISIT, identity: null, locale: 'zh-CN' };
  const tools: RoomTools = {
    config: { terminalId: 'kiosk-01', role: 'kiosk' } as TerminalConfig,
    store: {
      saveRecord: () => fail('store.fault'),
      record: () => null,
      putDocument(name, text) {
        if (world.full) return fail('store.full');
        writes += 1;
        if (world.dieAfterWrites !== null && writes > world.dieAfterWrites) return fail('store.fault');
        documents.set(name, text);
        return ok(null);
      },
      document: (name) => documents.get(name) ?? null,
      removeDocument: (name) => void documents.delete(name),
      forgetDocuments: () => undefined,
      reference: () => null,
    },
    link: {
      online: () => world.online,
      kick: () => undefined,
      async ask(question, schema) {
        if (!world.online) return fail('hub.unreachable');
        const read = schema.safeParse(hub.answer((question.body as { after: number }).after));
        return (read.success ? ok(read.data) : fail('hub.notOurs')) as Result<never>;
      },
    },
    visits: { get: (id) => (visit?.id === id ? visit : null), onEnd: () => () => undefined },
    print: async (slip) => {
      printed.push(slip);
      return ok(null);
    },
    clock: time.clock,
    timers: time.timers,
    newId: () => VISIT,
    app: '1.0.0',
    log: (event) => void logged.push(event),
  };
  const desk = createServicesDesk(tools);
  /** Whatever is on the way comes to its end. */
  const settled = async <T>(promise: Promise<T>): Promise<T> => {
    await time.advance(1_000);
    return promise;
  };
  return {
    desk,
    world,
    time,
    documents,
    printed,
    logged,
    overview: () => settled(desk.overview(VISIT)),
    codes: (text: string) => {
      const found = desk.search(VISIT, text);
      return found.ok ? found.value.map((r) => r.code) : found.error.code;
    },
    end: () => {
      visit = null;
    },
    english: () => {
      visit = { id: VISIT, identity: null, locale: 'en' };
    },
  };
}

const item = (n: number, over: Partial<ServiceItem> = {}): ServiceItem => {
  const made = manyItems(n + 1)[n];
  if (made === undefined) throw new Error('no item');
  return { ...made, departmentId: 'gongan', windows: ['1'], ...over };
};
const filled = (count: number) => {
  const hub = hubCatalogue();
  for (let n = 0; n < count; n += 1) hub.put(item(n));
  return hub;
};
const got = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

describe('the catalogue at the kiosk', () => {
  it('is fetched in pages, counted and searched', async () => {
    const hub = filled(100);
    const { overview, codes, logged } = room(hub);
    const now = servicesOverview.parse(got(await overview()));
    expect(now).toMatchObject({ count: 100, departments: [{ id: 'gongan', count: 100 }], topics: [] });
    expect(hub.asked).toEqual([0, 40, 80]);
    expect(codes('食品经营许可（新办）')).toContain('T000000');
    expect(logged).toContain('catalogue.kept');
  });

  it('is there without the hub, after a new start too', async () => {
    const hub = filled(50);
    const first = room(hub);
    await first.overview();
    const later = room(hub, first.documents);
    later.world.online = false;
    expect(got(await later.overview()).count).toBe(50);
    expect(later.codes('spjyxk')).toContain('T000000');
    expect(got(later.desk.guide(VISIT, 'T000003')).item.code).toBe('T000003');
  });

  it('says so where the hub was never heard, and is there when it comes', async () => {
    const hub = filled(3);
    const { desk, overview, world, time } = room(hub);
    world.online = false;
    expect(await overview()).toMatchObject({ error: { code: 'catalogue.none' } });
    expect(desk.search(VISIT, '食品')).toMatchObject({ error: { code: 'catalogue.none' } });
    world.online = true;
    await time.advance(70_000);
    expect(desk.search(VISIT, '食品经营')).toMatchObject({ ok: true });
  });

  it('hears of what is new, changed and gone', async () => {
    const hub = filled(20);
    const { overview, time, codes, desk } = room(hub);
    await overview();
    hub.put(item(500));
    hub.put(item(2, { phone: '0375-7777777' }));
    hub.remove('T000001');
    await time.advance(11 * 60_000);
    expect(hub.asked).toContain(20);
    expect(codes(item(500).name.zh)).toContain('T000500');
    expect(got(desk.guide(VISIT, 'T000002')).item.phone).toBe('0375-7777777');
    expect(desk.guide(VISIT, 'T000001')).toMatchObject({ error: { code: 'catalogue.unknown' } });
    expect(codes(item(1).name.zh)).not.toContain('T000001');
  });

  it('begins anew when the hub comes back from a backup', async () => {
    const hub = filled(30);
    const first = room(hub);
    await first.overview();
    hub.restore(
      [...Array(10).keys()].map((n) => item(n, { phone: '0375-2222222' })),
      30,
    );
    await first.time.advance(11 * 60_000);
    expect(got(await first.overview()).count).toBe(10);
    expect(got(first.desk.guide(VISIT, 'T000004')).item.phone).toBe('0375-2222222');
    expect(first.desk.guide(VISIT, 'T000020')).toMatchObject({ error: { code: 'catalogue.unknown' } });
    const again = room(hub, first.documents);
    again.world.online = false;
    expect(got(await again.overview()).count).toBe(10);
  });

  it.each([
    ['a digest of something else', (r: CatalogueReply) => ({ ...r, digest: 'f'.repeat(64) })],
    ['more items than it gives', (r: CatalogueReply) => ({ ...r, count: r.count + 1 })],
    ['pages without end', (r: CatalogueReply) => ({ ...r, more: true })],
    [
      'an item under another code',
      (r: CatalogueReply) => ({ ...r, changes: r.changes.map((c) => ({ ...c, code: `x${c.code}` })) }),
    ],
  ])('keeps what it has when the hub gives %s', async (_, lie) => {
    const hub = filled(10);
    const { overview, time, codes, logged } = room(hub);
    await overview();
    hub.put(item(600));
    hub.lie = lie;
    await time.advance(30 * 60_000);
    expect(logged).toContain('catalogue.notFetched');
    expect(codes(item(0).name.zh)).toContain('T000000');
    hub.lie = null;
    await time.advance(30 * 60_000);
    expect(codes(item(600).name.zh)).toContain('T000600');
  });

  it('a power cut between its documents costs a new fetch, and no item', async () => {
    for (const writes of [0, 1, 5, 12]) {
      const hub = filled(40);
      const first = room(hub);
      await first.overview();
      for (let n = 0; n < 40; n += 1) hub.put(item(n, { phone: '0375-3333333' }));
      const torn = room(hub, new Map(first.documents));
      torn.world.dieAfterWrites = writes;
      await torn.overview();
      await torn.time.advance(11 * 60_000);
      const after = room(hub, torn.documents);
      after.world.online = false;
      expect(got(await after.overview()).count).toBe(40);
      after.world.online = true;
      await after.time.advance(11 * 60_000);
      expect(got(after.desk.guide(VISIT, 'T000039')).item.phone).toBe('0375-3333333');
    }
  });

  it('goes on with what it has when the disk is full', async () => {
    const hub = filled(10);
    const { overview, world, time, codes, logged } = room(hub);
    await overview();
    world.full = true;
    hub.put(item(700));
    await time.advance(11 * 60_000);
    expect(logged).toContain('catalogue.notKept');
    expect(codes(item(0).name.zh)).toContain('T000000');
  });

  it('takes a damaged document for one that was never there', async () => {
    const hub = filled(30);
    const first = room(hub);
    await first.overview();
    const [part] = [...first.documents.keys()].filter((name) => name.includes('part'));
    first.documents.set(part ?? '', '{"not": "ours"}');
    const after = room(hub, first.documents);
    await after.overview();
    await after.time.advance(11 * 60_000);
    expect(got(await after.overview()).count).toBe(30);
  });
});

describe('the room', () => {
  it('answers only the visit that is on', async () => {
    const { desk, overview, end } = room(filled(5));
    await overview();
    end();
    const over = { ok: false, error: { code: 'session.over' } };
    expect(await overview()).toMatchObject(over);
    expect(desk.search(VISIT, '食品')).toMatchObject(over);
    expect(desk.list(VISIT, {}, 0)).toMatchObject(over);
    expect(desk.guide(VISIT, 'T000000')).toMatchObject(over);
    expect(await desk.print(VISIT, 'T000000')).toMatchObject(over);
  });

  it('lists by any of the filters, in pages', async () => {
    const hub = hubCatalogue();
    for (let n = 0; n < 30; n += 1)
      hub.put(
        item(n, {
          departmentId: n < 10 ? 'gongan' : 'minzheng',
          topics: n < 5 ? ['t1'] : [],
          audiences: [n % 2 === 0 ? 'person' : 'enterprise'],
          zones: n === 7 ? ['nation'] : [],
        }),
      );
    const { desk, overview } = room(hub);
    const now = got(await overview());
    expect(now.topics).toMatchObject([{ id: 't1', count: 5 }]);
    expect(now.zones).toEqual([{ id: 'nation', count: 1 }]);
    const count = (filter: Parameters<typeof desk.list>[1]) => got(desk.list(VISIT, filter, 0)).total;
    expect(count({ departmentId: 'gongan' })).toBe(10);
    expect(count({ topicId: 't1', audience: 'person' })).toBe(3);
    expect(count({ zone: 'nation' })).toBe(1);
    expect(count({ departmentId: 'nowhere' })).toBe(0);
    const [one, two] = [0, 24].map((offset) => got(desk.list(VISIT, {}, offset)));
    expect([one?.total, one?.rows.length, two?.rows.length]).toEqual([30, 24, 6]);
    expect(new Set([...(one?.rows ?? []), ...(two?.rows ?? [])].map((r) => r.code)).size).toBe(30);
  });

  it('gives the floor of the window, and prints the guide in the language of the visit', async () => {
    const { desk, overview, printed, english } = room(filled(5));
    await overview();
    const guide = got(desk.guide(VISIT, 'T000001'));
    expect(guide.floors.map((f) => f.id)).toEqual(['f1']);
    expect(guide.qr).toContain(guide.item.name.zh);
    expect(await desk.print(VISIT, 'T000001')).toEqual(ok(null));
    expect(slipShape.parse(printed[0])).toEqual(printed[0]);
    const text = JSON.stringify(printed[0]);
    for (const part of [guide.item.name.zh, '办理窗口', '1号', '20个工作日', '申请材料1', '2026-11-24 10:00'])
      expect(text).toContain(part);
    english();
    expect(JSON.stringify(got(desk.slip(VISIT, 'T000001')))).toContain('20 working days');
  });

  it('makes a slip and a code of the longest guide that there can be', async () => {
    const long = words('长'.repeat(500), 'w'.repeat(500));
    const hub = hubCatalogue();
    hub.put(
      item(0, {
        conditions: Array(20).fill(long),
        basis: Array(20).fill(long),
        materials: Array(40).fill({
          ...item(0).materials[0],
          name: words('料'.repeat(120), 'm'.repeat(120)),
        }),
      }),
    );
    const { desk, overview } = room(hub);
    await overview();
    slipShape.parse(got(desk.slip(VISIT, 'T000000')));
    const { qr } = got(desk.guide(VISIT, 'T000000'));
    expect(new TextEncoder().encode(qr).length).toBeLessThanOrEqual(480);
    expect(qr.endsWith('…更多内容请看屏幕或打印指南')).toBe(true);
  });

  it('the code holds the address of the public page where there is one', async () => {
    const hub = filled(1);
    hub.frame = { ...hub.frame, guideUrl: 'https://example.org/guide/{code}' };
    const { desk, overview } = room(hub);
    await overview();
    expect(got(desk.guide(VISIT, 'T000000')).qr).toBe('https://example.org/guide/T000000');
  });
});
