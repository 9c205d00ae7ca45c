import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TerminalConfig } from '../../../contracts/config.ts';
import type { AskedMaterial, CaseStory } from '../../../contracts/hub/applications-api.ts';
import { type MaterialBody, RATING_PHOTO, RATING_VIDEO } from '../../../contracts/material.ts';
import { CHANNEL_KIOSK, LEVELS } from '../../../contracts/rating.ts';
import { receiptSigned } from '../../../contracts/receipt.ts';
import { DEFAULT_RULES, type Reference } from '../../../contracts/reference.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { followed, myCases } from '../../../contracts/rooms/progress.ts';
import { sampleWebm } from '../../../contracts/testing/sample-webm.ts';
import { type VirtualTime, virtualTime } from '../../../contracts/testing/virtual-time.ts';
import { MAX_VIDEO_BYTES } from '../../../contracts/video.ts';
import type { Identity, Visit } from '../../../contracts/visit.ts';
import { openStore, type TerminalStore } from '../../../sync/index.ts';
import { uuidOf } from '../../../sync/testing/sample.ts';
import type { Question } from '../../../sync/types.ts';
import type { LoadedFlow } from '../../flow/load.ts';
import type { SubmitJob } from '../../kiosk/submit.ts';
import { createProgressDesk } from './desk.ts';
import { createKept } from './kept.ts';
import type { ProgressTools } from './tools.ts';

const hubKey = generateKeyPairSync('ed25519');
const receiptOf = (caseNo: string, stage: 1 | 2): string => {
  const signed = receiptSigned(caseNo, stage);
  return `${signed}.${sign(null, Buffer.from(signed), hubKey.privateKey).toString('base64url')}`;
};
const words = (zh: string) => ({ zh, en: zh });
const reference: Reference = {
  version: 'v1',
  hall: { name: words('大厅'), phone: '' },
  window: { id: 'k01', no: '自助区', name: words('自助区'), department: words('政务服务中心') },
  staff: [],
  staffOnDuty: null,
  tagSet: { version: 't1', tags: ['510', '110'].map((code) => ({ code, zh: code, en: code })) },
  rules: DEFAULT_RULES,
  slides: [],
  notices: [],
  receiptKey: hubKey.publicKey.export({ format: 'jwk' }).x ?? '',
};
const CARD: Identity = {
  name: '张伟民',
  idNumber: '410403198506071230',
  by: 'idCard',
  address: null,
  phone: null,
};
const VISIT = uuidOf('visit');
const RECEIPT = 'KIOSK-01-202611241000-AB12';
const CASE = 'WD2026500001';
const NOW = Date.UTC(2026, 10, 24, 2);

const publicStory: CaseStory = {
  scope: 'public',
  state: 'accepted',
  submittedMs: NOW,
  changedMs: NOW,
  timeline: [{ kind: 'submitted', atMs: NOW, reason: null, asked: [] }],
};
const ownStory = (asked: AskedMaterial[]): CaseStory => ({
  scope: 'own',
  applicationId: uuidOf('application'),
  receiptNo: RECEIPT,
  caseNo: CASE,
  itemCode: 'WD01005',
  itemName: '居住证申领',
  state: asked.length > 0 ? 'supplement' : 'accepted',
  submittedMs: NOW,
  changedMs: NOW,
  timeline: [],
  asked,
  askedReason: null,
  delivery: 'window',
  collect: null,
  materials: [],
});
/** A 1×1 PNG. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Pictures of three seconds, no sound. */
const FILM = sampleWebm();

let dir: string;
let time: VirtualTime;
let store: TerminalStore;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'progress-'));
  time = virtualTime(NOW);
  const opened = openStore({
    dir,
    terminalId: 'kiosk-01',
    key: new Uint8Array(32),
    clock: time.clock,
    newId: () => uuidOf('store'),
    ballastBytes: 64,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  store = opened.value;
  store.putReference(reference);
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A room over a real store, with a hub that the test speaks for. */
function room(start: { identity?: Identity | null; online?: boolean } = {}) {
  let serial = 0;
  let onEnd: (visitId: string) => void = () => undefined;
  let visit: Visit | null = {
    id: VISIT,
    identity: start.identity === undefined ? CARD : start.identity,
    locale: 'zh-CN',
  };
  const kept = createKept(store, time.clock);
  const asked: Question[] = [];
  const begun: LoadedFlow[] = [];
  const logged: unknown[] = [];
  const world = {
    online: start.online ?? true,
    answer: (_: Question): Result<unknown> => fail('case.unknown'),
    check: ok({ state: 'found' as 'found' | 'unknown' | 'alreadyRated', case: null }) as Awaited<
      ReturnType<ProgressTools['link']['checkCase']>
    >,
    code: ok(null) as Result<string | null>,
    sent: false,
    materials: [] as MaterialBody[],
    materialFault: null as 'store.full' | null,
  };
  const tools: ProgressTools = {
    config: {
      terminalId: 'kiosk-01',
      role: 'kiosk',
      panel: {},
      locale: 'zh-CN',
      camera: false,
    } as TerminalConfig,
    store: {
      ...store,
      async saveMaterial(body, blobs) {
        if (world.materialFault !== null) return fail(world.materialFault);
        world.materials.push(body);
        return store.saveMaterial(body, blobs);
      },
    },
    link: {
      online: () => world.online,
      fault: () => null,
      kick: () => undefined,
      onChange: () => () => undefined,
      checkCase: async () => (world.online ? world.check : fail('hub.unreachable')),
      async ask(question, schema) {
        asked.push(question);
        const told = world.answer(question);
        return told.ok ? ok(schema.parse(told.value) as never) : told;
      },
    },
    visits: {
      get: (id) => (visit?.id === id ? visit : null),
      onEnd(listener) {
        onEnd = listener;
        return () => undefined;
      },
    },
    print: async () => ok(null),
    clock: time.clock,
    timers: time.timers,
    newId: () => uuidOf(`room-${serial++}`),
    app: 'test/1',
    log: (event, data) => logged.push({ event, ...data }),
    progress: {
      kept,
      sending: () => ({ state: world.sent ? 'sent' : 'waiting' }),
      code: { read: async () => world.code, stop: () => undefined },
      camera: () => null,
      begin: (_, loaded) => {
        begun.push(loaded);
        return ok(null);
      },
      signer: { alg: 'Ed25519', sign: () => 's'.repeat(86) },
    },
  };
  const desk = createProgressDesk(tools);
  return {
    desk,
    world,
    kept,
    asked,
    begun,
    logged,
    end() {
      visit = null;
      onEnd(VISIT);
    },
    /** The citizen submits an application here. */
    submit(receiptNo = RECEIPT) {
      const step = {
        id: 'send',
        type: 'submit',
        title: words('提交'),
        item: 'WD01005',
        itemName: words('居住证申领'),
      };
      const job = {
        loaded: { flow: { steps: [step], exits: {} }, hash: '', fixtures: [] },
        state: { at: 'send', answers: {}, identity: CARD },
      } as unknown as SubmitJob;
      kept.note(job, { receiptNo, applicationId: uuidOf(receiptNo), materialIds: [] }, VISIT);
    },
  };
}
const codeOf = (r: Result<unknown>) => (r.ok ? 'ok' : r.error.code);
const ratingRows = () =>
  store.nextBatch(0).items.flatMap((i) => (i.kind === 'rating' ? [JSON.parse(i.body)] : []));

describe('following a case', () => {
  test('a guest reads states and dates by number, whatever way it is typed', async () => {
    const r = room({ identity: null });
    r.world.answer = () => ok({ serverMs: NOW, story: publicStory });
    const found = await r.desk.find(VISIT, ` ${CASE.toLowerCase()} `);
    expect(found).toMatchObject({
      value: { at: 'hall', no: CASE, stage: 1, rated: false, story: { scope: 'public' } },
    });
    expect(r.asked.map((q) => q.body)).toEqual([{ person: null, no: CASE }]);
  });

  test.each(['', '--', '编号', 'A'.repeat(70), '1;drop table'])(
    '“%s” is no number, and nobody is asked',
    async (no) => {
      const r = room();
      expect(codeOf(await r.desk.find(VISIT, no))).toBe('case.badNo');
      expect(r.asked).toEqual([]);
    },
  );

  test('a typed identity proves nothing: the hub is asked as for a guest, the list is refused', async () => {
    const r = room({ identity: { ...CARD, by: 'typed' } });
    r.world.answer = () => ok({ serverMs: NOW, story: publicStory });
    await r.desk.find(VISIT, CASE);
    expect(r.asked.map((q) => q.body)).toEqual([{ person: null, no: CASE }]);
    expect(codeOf(await r.desk.mine(VISIT))).toBe('auth.required');
  });

  test('what was made here and has not been sent is told as it is, with the hub there or away', async () => {
    const r = room({ online: false });
    r.submit();
    for (const online of [false, true]) {
      r.world.online = online;
      const found = await r.desk.find(VISIT, RECEIPT);
      expect(found).toMatchObject({
        value: { at: 'here', kept: { state: 'waiting', itemName: words('居住证申领') } },
      });
      if (found.ok) followed.parse(found.value);
    }
    expect(r.asked).toEqual([]);
    r.world.sent = true;
    expect(await r.desk.find(VISIT, RECEIPT)).toMatchObject({
      value: { at: 'here', kept: { state: 'sent' } },
    });
    expect(codeOf(await r.desk.find(VISIT, CASE))).toBe('case.unknown');
    r.world.online = false;
    expect(codeOf(await r.desk.find(VISIT, CASE))).toBe('hub.unreachable');
  });

  test('to anybody else the same receipt says when and how far, and not what', async () => {
    const own = room({ online: false });
    own.submit();
    for (const identity of [
      null,
      { ...CARD, idNumber: '41040319850607123X' },
      { ...CARD, by: 'typed' as const },
    ]) {
      const r = room({ identity, online: false });
      expect(await r.desk.find(VISIT, RECEIPT)).toMatchObject({
        value: { kept: { itemName: null, atMs: NOW } },
      });
    }
  });

  test('my cases: what the hub knows, and beside it what only lies here', async () => {
    const r = room();
    r.submit();
    r.submit('KIOSK-01-202611241005-AB13');
    const { timeline: _, ...own } = ownStory([]) as Extract<CaseStory, { scope: 'own' }>;
    r.world.answer = () => ok({ serverMs: NOW, rows: [own], next: null });
    const mine = await r.desk.mine(VISIT);
    if (!mine.ok) throw new Error(mine.error.code);
    expect(myCases.parse(mine.value)).toMatchObject({
      live: true,
      cases: [{ receiptNo: RECEIPT }],
      kept: [{ receiptNo: 'KIOSK-01-202611241005-AB13' }],
    });
    r.world.online = false;
    expect(await r.desk.mine(VISIT)).toMatchObject({ value: { live: false, cases: [], kept: [{}, {}] } });
  });

  test('what was made here is forgotten after half a year, and holds nothing of the person', async () => {
    const r = room();
    r.submit();
    expect(JSON.stringify(r.kept.find(RECEIPT))).not.toContain('张');
    await time.advance(181 * 86_400_000);
    r.submit('KIOSK-01-202705241005-AB13');
    expect(r.kept.find(RECEIPT)).toBeNull();
    expect(r.kept.ofPerson(CARD.idNumber)).toHaveLength(1);
  });

  test('a visit that is over is told nothing', async () => {
    const r = room();
    r.end();
    for (const asked of [
      r.desk.mine(VISIT),
      r.desk.find(VISIT, CASE),
      r.desk.read(VISIT),
      r.desk.offer(VISIT),
    ])
      expect(codeOf(await asked)).toBe('session.over');
  });
});

describe('codes', () => {
  test('a hall’s receipt, a slip’s number, a forged receipt, something else', async () => {
    const r = room({ identity: null });
    const read = async (text: string) => {
      r.world.code = ok(text);
      const told = await r.desk.read(VISIT);
      return told.ok ? told.value : told.error.code;
    };
    expect(await read(receiptOf(CASE, 2))).toEqual({ no: CASE, stage: 2 });
    expect(await read(RECEIPT)).toEqual({ no: RECEIPT, stage: null });
    expect(await read(`${receiptSigned(CASE, 2)}.${'A'.repeat(86)}`)).toBe('receipt.forged');
    expect(await read('https://example.com/pay?a=1')).toBe('receipt.unreadable');
  });
});

describe('supplement', () => {
  test('begins a way for what is asked for, and only then', async () => {
    const r = room();
    r.world.answer = () => ok({ serverMs: NOW, story: ownStory([{ code: 'lease', title: '租房合同' }]) });
    expect(await r.desk.supplement(VISIT, RECEIPT)).toEqual(ok(null));
    expect(r.begun).toMatchObject([{ supplements: RECEIPT, flow: { id: 'supplement' } }]);
    r.world.answer = () => ok({ serverMs: NOW, story: ownStory([]) });
    expect(codeOf(await r.desk.supplement(VISIT, RECEIPT))).toBe('case.notNow');
    r.world.answer = () => ok({ serverMs: NOW, story: publicStory });
    expect(codeOf(await r.desk.supplement(VISIT, RECEIPT))).toBe('case.notNow');
    expect(codeOf(await room({ identity: null }).desk.supplement(VISIT, RECEIPT))).toBe('auth.required');
  });
});

describe('rating at the kiosk', () => {
  const sessionOf = (r: ReturnType<typeof room>) => r.desk.ratings.desk.session();
  const idOf = (r: ReturnType<typeof room>) => sessionOf(r)?.id ?? '';

  test.each(LEVELS)(
    'level %i is durable at once, counts once, and the case says so afterwards',
    async (level) => {
      const r = room({ identity: null });
      expect(await r.desk.beginRating(VISIT, CASE, 1)).toEqual(ok(null));
      expect(r.desk.ratings.desk.rate(idOf(r), level, 'zh-CN', true)).toEqual(ok(null));
      expect(store.queue().ready).toBe(1);
      expect(await r.desk.ratings.finish(idOf(r))).toEqual(ok(null));
      expect(ratingRows()).toMatchObject([
        { level, channel: CHANNEL_KIOSK, source: 'typed', windowId: 'k01', case: { caseNo: CASE, stage: 1 } },
      ]);
      await r.desk.beginRating(VISIT, CASE, 1);
      expect(sessionOf(r)?.state).toBe('alreadyRated');
    },
  );

  test('what was just submitted is offered, rated without the hub, and not offered again', async () => {
    const r = room({ online: false });
    r.submit();
    expect(await r.desk.offer(VISIT)).toEqual(ok({ receiptNo: RECEIPT }));
    await r.desk.beginRating(VISIT, RECEIPT, 1);
    expect(sessionOf(r)).toMatchObject({ state: 'rating', checked: false });
    r.desk.ratings.desk.rate(idOf(r), 5, 'zh-CN', false);
    expect(await r.desk.offer(VISIT)).toEqual(ok({ receiptNo: null }));
  });

  test('what was submitted and rated under its case number is not offered again', async () => {
    const r = room();
    r.submit();
    r.world.check = ok({
      state: 'found',
      case: { caseNo: CASE, stage: 1, itemCode: null, itemName: '居住证申领' },
    });
    await r.desk.beginRating(VISIT, RECEIPT, 1);
    r.desk.ratings.desk.rate(idOf(r), 5, 'zh-CN', false);
    expect(await r.desk.offer(VISIT)).toEqual(ok({ receiptNo: null }));
  });

  test('a number alone names nothing on the rating page; the visit that made it is told', async () => {
    const r = room({ identity: null });
    r.world.check = ok({
      state: 'found',
      case: { caseNo: CASE, stage: 1, itemCode: null, itemName: '居住证申领' },
    });
    const nameIn = async () => {
      const shown = (await r.desk.ratings.watch(VISIT, undefined).next()).value;
      return shown?.session?.case.itemName;
    };
    await r.desk.beginRating(VISIT, CASE, 1);
    expect(await nameIn()).toBeNull();
    r.submit();
    await r.desk.beginRating(VISIT, RECEIPT, 1);
    expect(await nameIn()).toBe('居住证申领');
  });

  test('what was made here is rated though the hub has not heard of it; what nobody knows is refused', async () => {
    const r = room();
    r.submit();
    r.world.check = ok({ state: 'unknown', case: null });
    await r.desk.beginRating(VISIT, RECEIPT, 1);
    expect(sessionOf(r)?.state).toBe('rating');
    await r.desk.beginRating(VISIT, CASE, 1);
    expect(sessionOf(r)?.state).toBe('unknownCase');
  });

  test('a case that was rated says so, whether here or elsewhere', async () => {
    const r = room({ identity: null });
    r.world.answer = () => ok({ serverMs: NOW, story: publicStory });
    const rated = async (no: string) => {
      const found = await r.desk.find(VISIT, no);
      return found.ok && found.value.rated;
    };
    expect(await rated(CASE)).toBe(false);
    await r.desk.beginRating(VISIT, CASE, 1);
    r.desk.ratings.desk.rate(idOf(r), 5, 'zh-CN', false);
    expect(await rated(CASE)).toBe(true);
    r.world.check = ok({ state: 'found', case: { caseNo: CASE, stage: 1, itemCode: null, itemName: null } });
    expect(await rated(RECEIPT)).toBe(true);
    r.world.check = ok({ state: 'alreadyRated', case: null });
    expect(await rated('WD2026500009')).toBe(true);
  });

  test('a receipt number leads to its case: rated under either, it is rated', async () => {
    const r = room();
    r.world.check = ok({ state: 'found', case: { caseNo: CASE, stage: 1, itemCode: null, itemName: null } });
    await r.desk.beginRating(VISIT, CASE, 1);
    r.desk.ratings.desk.rate(idOf(r), 4, 'zh-CN', false);
    await r.desk.beginRating(VISIT, RECEIPT, 1);
    expect(sessionOf(r)).toMatchObject({ state: 'alreadyRated', case: { caseNo: CASE } });
  });

  test('a receipt that was read is rated as scanned, at its stage', async () => {
    const r = room({ identity: null });
    r.world.code = ok(receiptOf(CASE, 2));
    await r.desk.read(VISIT);
    await r.desk.beginRating(VISIT, CASE, 2);
    expect(sessionOf(r)).toMatchObject({ source: 'scanned', case: { stage: 2 } });
  });

  test('taken back within the time: nothing is sent, no photograph and no film either', async () => {
    const r = room();
    await r.desk.beginRating(VISIT, CASE, 1);
    r.desk.ratings.desk.rate(idOf(r), 1, 'zh-CN', false);
    expect(r.desk.ratings.attach(idOf(r), 'photo', { bytes: PICTURE, locale: 'zh-CN' })).toEqual(ok(null));
    expect(r.desk.ratings.attach(idOf(r), 'video', { bytes: FILM, locale: 'zh-CN' })).toEqual(ok(null));
    expect(r.desk.ratings.desk.undo(idOf(r))).toEqual(ok(null));
    await r.desk.ratings.finish(idOf(r));
    expect(ratingRows()).toEqual([]);
    expect(r.world.materials).toEqual([]);
  });

  test('a photograph is kept with the rating’s id when it ends; what is no picture is refused', async () => {
    const r = room();
    await r.desk.beginRating(VISIT, CASE, 1);
    r.desk.ratings.desk.rate(idOf(r), 2, 'zh-CN', false);
    const attach = (kind: 'photo' | 'video', bytes: Uint8Array) =>
      r.desk.ratings.attach(idOf(r), kind, { bytes, locale: 'zh-CN' });
    expect(codeOf(attach('photo', Buffer.from('<html>')))).toBe('page.bad');
    expect(codeOf(attach('photo', FILM))).toBe('page.bad');
    attach('photo', PICTURE);
    const ratingId = sessionOf(r)?.rating?.id;
    expect(await r.desk.ratings.finish(idOf(r))).toEqual(ok(null));
    expect(r.world.materials).toMatchObject([{ applicationId: ratingId, code: RATING_PHOTO }]);
    expect(store.material(r.world.materials[0]?.id ?? '')?.row).toBe('ready');
  });

  test('a film is kept beside the photograph; one with sound, too long, cut off or of another kind is refused', async () => {
    const r = room();
    await r.desk.beginRating(VISIT, CASE, 1);
    r.desk.ratings.desk.rate(idOf(r), 2, 'zh-CN', false);
    const attach = (bytes: Uint8Array) => r.desk.ratings.attach(idOf(r), 'video', { bytes, locale: 'zh-CN' });
    for (const bad of [
      PICTURE,
      sampleWebm({ sound: true }),
      sampleWebm({ blocks: 15 }),
      FILM.subarray(0, FILM.length - 1),
      Buffer.concat([FILM, Buffer.from('PK')]),
      Buffer.concat([FILM, Buffer.alloc(MAX_VIDEO_BYTES)]),
    ])
      expect(codeOf(attach(bad))).toBe('video.bad');
    expect(attach(FILM)).toEqual(ok(null));
    r.desk.ratings.attach(idOf(r), 'photo', { bytes: PICTURE, locale: 'zh-CN' });
    expect(await r.desk.ratings.finish(idOf(r))).toEqual(ok(null));
    expect(r.world.materials.map((m) => [m.code, m.document.type])).toEqual([
      [RATING_VIDEO, 'video/webm'],
      [RATING_PHOTO, 'image/png'],
    ]);
    expect(r.world.materials[0]?.pages).toMatchObject([{ widthPx: 1_280, heightPx: 720 }]);
  });

  test('a film that was taken away again is not kept, nor one of a visit that ended before its rating was saved', async () => {
    const r = room();
    await r.desk.beginRating(VISIT, CASE, 1);
    expect(codeOf(r.desk.ratings.attach(idOf(r), 'video', { bytes: FILM, locale: 'zh-CN' }))).toBe(
      'session.over',
    );
    r.desk.ratings.desk.rate(idOf(r), 4, 'zh-CN', false);
    r.desk.ratings.attach(idOf(r), 'video', { bytes: FILM, locale: 'zh-CN' });
    expect(r.desk.ratings.detach(idOf(r), 'video')).toEqual(ok(null));
    await r.desk.ratings.finish(idOf(r));
    expect(r.world.materials).toEqual([]);
  });

  test('a full disk costs the film, never the rating', async () => {
    const r = room();
    await r.desk.beginRating(VISIT, CASE, 1);
    r.desk.ratings.desk.rate(idOf(r), 1, 'zh-CN', false);
    r.desk.ratings.attach(idOf(r), 'video', { bytes: FILM, locale: 'zh-CN' });
    r.world.materialFault = 'store.full';
    expect(codeOf(await r.desk.ratings.finish(idOf(r)))).toBe('store.full');
    expect(sessionOf(r)?.state).toBe('saved');
    expect(await r.desk.ratings.finish(idOf(r))).toEqual(ok(null));
    expect(sessionOf(r)?.state).toBe('thanks');
    r.end();
    expect(ratingRows()).toHaveLength(1);
  });

  test('a visit that ends releases what is saved, and its session is gone for the next', async () => {
    const r = room();
    await r.desk.beginRating(VISIT, CASE, 1);
    r.desk.ratings.desk.rate(idOf(r), 3, 'zh-CN', false);
    r.end();
    expect(sessionOf(r)).toBeNull();
    expect(ratingRows()).toHaveLength(1);
    expect(codeOf(r.desk.ratings.mine(VISIT))).toBe('session.over');
  });

  test('a watch shows the session of its own visit, and ends with it', async () => {
    const r = room();
    await r.desk.beginRating(VISIT, CASE, 1);
    const own = r.desk.ratings.watch(VISIT, undefined);
    expect((await own.next()).value).toMatchObject({ session: { state: 'rating' } });
    const next = own.next();
    r.end();
    expect(await next).toMatchObject({ done: true });
  });
});
