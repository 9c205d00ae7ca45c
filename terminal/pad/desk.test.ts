import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PadRequest, Progress } from '../../contracts/hub/terminal-api.ts';
import { CHANNEL_PAD, LEVELS } from '../../contracts/rating.ts';
import { receiptSigned } from '../../contracts/receipt.ts';
import { DEFAULT_RULES, type Reference } from '../../contracts/reference.ts';
import { fail, ok } from '../../contracts/result.ts';
import { type VirtualTime, virtualTime } from '../../contracts/testing/virtual-time.ts';
import { openStore, type TerminalStore } from '../../sync/index.ts';
import { uuidOf } from '../../sync/testing/sample.ts';
import type { HubLink } from '../../sync/types.ts';
import { createDesk, type Desk } from './desk.ts';

const hubKey = generateKeyPairSync('ed25519');
const receiptKey = hubKey.publicKey.export({ format: 'jwk' }).x ?? '';
const receiptOf = (caseNo: string, stage: 1 | 2): string => {
  const signed = receiptSigned(caseNo, stage);
  return `${signed}.${sign(null, Buffer.from(signed), hubKey.privateKey).toString('base64url')}`;
};
const text2 = (zh: string) => ({ zh, en: zh });
const reference: Reference = {
  version: 'v1',
  hall: { name: text2('大厅'), phone: '' },
  window: { id: 'w03', no: '3', name: text2('3号窗口'), department: text2('市场监管') },
  staff: [],
  staffOnDuty: null,
  tagSet: {
    version: 't1',
    tags: ['510', '410', '310', '210', '110'].map((code) => ({ code, zh: code, en: code })),
  },
  rules: DEFAULT_RULES,
  slides: [],
  notices: [],
  receiptKey,
};

/** The link as the desk sees it, with a hub that the test speaks for. */
function fakeLink() {
  const listeners = new Set<() => void>();
  const link = {
    current: null as PadRequest | null,
    reported: [] as [string, Progress][],
    kicks: 0,
    check: async (): ReturnType<HubLink['checkCase']> => fail('hub.unreachable'),
    say(request: PadRequest | null) {
      link.current = request;
      for (const listener of listeners) listener();
    },
  };
  const asLink: HubLink = {
    online: () => true,
    fault: () => null,
    request: () => link.current,
    progress: (id, state) => link.reported.push([id, state]),
    ask: async () => fail('hub.unreachable'),
    checkCase: () => link.check(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kick: () => {
      link.kicks += 1;
    },
    stop: async () => undefined,
  };
  return { link, asLink };
}

let dir: string;
let time: VirtualTime;
let store: TerminalStore;
let desk: Desk;
let hub: ReturnType<typeof fakeLink>['link'];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'desk-'));
  time = virtualTime();
  let serial = 0;
  const newId = () => uuidOf(`desk-${serial++}`);
  const opened = openStore({
    dir,
    terminalId: 'pad-01',
    key: new Uint8Array(32),
    clock: time.clock,
    newId,
    ballastBytes: 64,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  store = opened.value;
  store.putReference(reference);
  const { link, asLink } = fakeLink();
  hub = link;
  desk = createDesk({
    channel: CHANNEL_PAD,
    store,
    link: asLink,
    clock: time.clock,
    timers: time.timers,
    newId,
    app: '0.1.0',
    log: () => undefined,
  });
});
afterEach(() => {
  desk.stop();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const request = (n: number, over: Partial<PadRequest> = {}): PadRequest => ({
  id: uuidOf(`request-${n}`),
  windowId: 'w03',
  windowName: '3号窗口',
  staffId: 's01',
  case: { caseNo: `WD-${n}`, stage: 2, itemCode: 'i1', itemName: '公司设立登记' },
  leftMs: 60_000,
  ...over,
});
const sessionId = () => desk.session()?.id ?? '';
const bodies = () => store.nextBatch(0).items.map((i) => JSON.parse(i.body));

describe('a request of the counter', () => {
  test.each(LEVELS)('one tap on level %i is durable at once and sent when the citizen is done', (level) => {
    hub.say(request(1));
    expect(desk.rate(sessionId(), level, 'zh-CN', false)).toEqual(ok(null));
    expect(store.queue().ready).toBe(1);
    expect(bodies()).toEqual([]);
    desk.finish(sessionId());
    expect(bodies()).toMatchObject([
      { level, requestId: uuidOf('request-1'), staffId: 's01', source: 'request', checked: true, channel: 4 },
    ]);
    expect(hub.kicks).toBe(1);
    expect(hub.reported.map(([, state]) => state)).toEqual(['rung', 'saved']);
  });

  test('a second tap is the same rating, another level is too late', () => {
    hub.say(request(1));
    desk.rate(sessionId(), 5, 'zh-CN', false);
    expect(desk.rate(sessionId(), 5, 'zh-CN', false)).toEqual(ok(null));
    expect(desk.rate(sessionId(), 1, 'zh-CN', false)).toMatchObject({
      ok: false,
      error: { code: 'session.over' },
    });
    expect(store.queue().ready).toBe(1);
  });

  test('what the citizen adds is in the rating that is sent', () => {
    hub.say(request(1));
    desk.rate(sessionId(), 2, 'en', true);
    expect(desk.detail(sessionId(), ['210'], '等候时间较长', true)).toEqual(ok(null));
    desk.finish(sessionId());
    expect(bodies()).toMatchObject([
      { tags: ['210'], text: '等候时间较长', anonymous: true, locale: 'en', elder: true },
    ]);
  });

  test.each([
    [['510'], '', 'rating.badTag'],
    [['299'], '', 'rating.badTag'],
    [['210', '210'], '', 'rating.badTag'],
    [[], '好'.repeat(151), 'rating.textTooLong'],
  ])('details %j are refused and the saved rating stays', (tags, text, code) => {
    hub.say(request(1));
    desk.rate(sessionId(), 2, 'zh-CN', false);
    expect(desk.detail(sessionId(), tags, text, false)).toMatchObject({ ok: false, error: { code } });
    desk.finish(sessionId());
    expect(bodies()).toMatchObject([{ level: 2, tags: [], text: '' }]);
  });

  test('an undo leaves nothing, and another level may be chosen', async () => {
    hub.say(request(1));
    desk.rate(sessionId(), 1, 'zh-CN', false);
    expect(desk.undo(sessionId())).toEqual(ok(null));
    expect(store.queue().ready).toBe(0);
    desk.rate(sessionId(), 5, 'zh-CN', false);
    desk.finish(sessionId());
    expect(bodies()).toMatchObject([{ level: 5 }]);
  });

  test('ten seconds after the tap it cannot be undone', async () => {
    hub.say(request(1));
    desk.rate(sessionId(), 1, 'zh-CN', false);
    await time.advance(10_000);
    expect(desk.undo(sessionId())).toMatchObject({ ok: false, error: { code: 'undo.late' } });
  });

  test('nobody there: it times out, is told, and the pad is idle again', async () => {
    hub.say(request(1));
    await time.advance(60_000);
    expect(desk.session()?.state).toBe('timedOut');
    await time.advance(20_000);
    expect(desk.session()).toBeNull();
    expect(store.queue().ready).toBe(0);
    expect(hub.reported.at(-1)).toEqual([uuidOf('request-1'), 'timedOut']);
  });

  test('a rating that nobody finishes is sent by itself', async () => {
    hub.say(request(1));
    desk.rate(sessionId(), 4, 'zh-CN', false);
    await time.advance(DEFAULT_RULES.detailSeconds * 1_000);
    expect(bodies()).toMatchObject([{ level: 4 }]);
  });

  test('of a case rated here before is told already rated', () => {
    hub.say(request(1));
    desk.rate(sessionId(), 4, 'zh-CN', false);
    desk.finish(sessionId());
    hub.say(request(2, { case: request(1).case }));
    expect(desk.session()?.state).toBe('alreadyRated');
  });

  test('a store that cannot save says so and reports the pad at fault', () => {
    hub.say(request(1));
    store.close();
    expect(desk.rate(sessionId(), 4, 'zh-CN', false)).toMatchObject({ ok: false });
    expect(desk.session()?.state).toBe('storeFault');
    expect(hub.reported.at(-1)?.[1]).toBe('padFault');
  });

  test('a screen that is late is told so', () => {
    hub.say(request(1));
    const old = sessionId();
    desk.finish(old);
    expect(desk.rate(old, 5, 'zh-CN', false)).toMatchObject({ error: { code: 'session.over' } });
  });
});

describe('a walk-up', () => {
  test('by the receipt, offline: saved unchecked, checked later by the hub', async () => {
    expect(await desk.walkUp('scanned', receiptOf('WD-9', 1), 2)).toEqual(ok(null));
    desk.rate(sessionId(), 3, 'zh-CN', false);
    desk.finish(sessionId());
    expect(bodies()).toMatchObject([
      { case: { caseNo: 'WD-9', stage: 1 }, source: 'scanned', checked: false, requestId: null },
    ]);
  });
  test('a forged receipt offers no levels and shows nothing of itself', async () => {
    await desk.walkUp('scanned', receiptOf('WD-9', 1).replace('WD-9', 'WD-8'), 2);
    expect(desk.session()).toMatchObject({ state: 'forgedReceipt', case: { caseNo: '0' } });
  });
  test.each(['', 'https://evil.example/?x', 'HTR1.WD-9.3.xx', 'x'.repeat(400)])(
    'a code that is no receipt (%s) opens nothing',
    async (text) => {
      expect(await desk.walkUp('scanned', text, 1)).toMatchObject({ error: { code: 'receipt.unreadable' } });
      expect(desk.session()).toBeNull();
    },
  );
  test.each(['', '办件', "1' or 1=1 --", 'A'.repeat(41)])(
    'a typed number like %j is refused',
    async (text) => {
      expect(await desk.walkUp('typed', text, 1)).toMatchObject({ error: { code: 'input.invalid' } });
    },
  );
  test.each([
    ['found', 'rating'],
    ['unknown', 'unknownCase'],
    ['alreadyRated', 'alreadyRated'],
  ] as const)('the hub says %s: %s', async (state, screen) => {
    hub.check = async () => ok({ state, case: null });
    await desk.walkUp('typed', 'wd-5', 2);
    expect(desk.session()).toMatchObject({ state: screen, checked: true, case: { caseNo: 'WD-5' } });
  });
  test('a hub that does not answer is not waited for longer than three seconds', async () => {
    hub.check = () => new Promise(() => undefined);
    const walk = desk.walkUp('typed', 'WD-5', 2);
    await time.advance(3_000);
    await walk;
    expect(desk.session()).toMatchObject({ state: 'rating', checked: false });
  });
  test('a request that comes meanwhile has its turn afterwards', async () => {
    await desk.walkUp('typed', 'WD-5', 2);
    hub.say(request(1));
    expect(desk.session()?.source).toBe('typed');
    desk.finish(sessionId());
    expect(desk.session()).toMatchObject({ source: 'request', state: 'rating' });
  });
});
