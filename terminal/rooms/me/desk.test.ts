import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { TerminalConfig } from '../../../contracts/config.ts';
import { type PetitionBody, petitionBody, petitionNoOf } from '../../../contracts/petition.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { PetitionDraft } from '../../../contracts/rooms/me.ts';
import { type Slip, slip as slipShape } from '../../../contracts/slip.ts';
import { virtualTime } from '../../../contracts/testing/virtual-time.ts';
import type { Identity, Visit } from '../../../contracts/visit.ts';
import type { Question } from '../../../sync/types.ts';
import type { DraftTools, RoomTools } from '../types.ts';
import { createMeDesk } from './desk.ts';
import { WINDOWS } from './windows.ts';

const NOW = Date.UTC(2026, 10, 24, 3);
const VISIT = '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c11';
const CARD: Identity = {
  name: '张伟民',
  idNumber: '410403198506071230',
  by: 'idCard',
  address: '平顶山市卫东区示例路 1 号',
  phone: null,
};
const TYPED: Identity = { ...CARD, by: 'typed' };
const PERSON = { name: CARD.name, idNumber: CARD.idNumber, by: 'idCard' };
const WINDOW = { id: 'w1', no: '1', zh: '企业开办', en: 'Registration' };
const ADDRESS = {
  id: '3f0c9a52-7c1e-4b8a-9c55-00000000aaaa',
  recipient: '张伟民',
  phone: '13800001234',
  address: '平顶山市卫东区示例路 1 号',
  postcode: '467000',
  first: true,
};
const DRAFT: PetitionDraft = {
  kind: 'complain',
  text: '材料交了三次都说不对',
  caseNo: null,
  windowId: 'w1',
  wantsAnswer: true,
  phone: '',
};

/** A room whose hub answers what the test says; by default what a good hub would. */
function room(start: { identity?: Identity | null; online?: boolean } = {}) {
  const time = virtualTime(NOW);
  const documents = new Map<string, string>();
  const saved: PetitionBody[] = [];
  const asked: Question[] = [];
  const printed: Slip[] = [];
  const logged: unknown[] = [];
  let kicks = 0;
  let ids = 0;
  let onEnd: (visitId: string) => void = () => {};
  let visit: Visit | null = {
    id: VISIT,
    identity: start.identity === undefined ? CARD : start.identity,
    locale: 'zh-CN',
  };
  const world = {
    online: start.online ?? true,
    answer: (_: Question): Result<unknown> | null => null,
    saveFails: null as string | null,
    meanwhile: () => {},
  };
  const usual = ({ path }: Question): Result<unknown> => {
    const serverMs = NOW;
    if (path.endsWith('/overview')) {
      const counts = { unread: 2, openCases: 1, askedCases: 0, bookings: 0, addresses: 1, petitions: 3 };
      return ok({ serverMs, counts });
    }
    if (path.endsWith('/windows')) return ok({ serverMs, windows: [WINDOW] });
    if (path.includes('/addresses')) return ok({ serverMs, rows: [ADDRESS] });
    if (path.endsWith('/messages')) return ok({ serverMs, rows: [], next: null, unread: 0 });
    if (path.endsWith('/read')) return ok({ serverMs });
    if (path.endsWith('/list')) return ok({ serverMs, rows: [] });
    if (path.endsWith('/erase')) {
      const deleted = {
        applications: 0,
        bookings: 0,
        addresses: 1,
        petitions: 0,
        messages: 0,
        drafts: 1,
        prints: 0,
      };
      return ok({ serverMs, erasure: { deleted, kept: [], keptCount: 0 } });
    }
    if (path.endsWith('/data')) {
      const none = {
        applications: [],
        bookings: [],
        addresses: [],
        petitions: [],
        messages: [],
        drafts: [],
        prints: [],
      };
      return ok({ serverMs, data: { ...none, more: false } });
    }
    return ok({ serverMs, rows: [], next: null });
  };
  const forgotten: string[] = [];
  const tools: RoomTools & DraftTools = {
    forgetDrafts: (visitId) => forgotten.push(visitId),
    config: { terminalId: 'kiosk-01', role: 'kiosk' } as TerminalConfig,
    store: {
      saveRecord(kind, body) {
        if (world.saveFails !== null) return fail(world.saveFails);
        expect(kind).toBe('petition');
        saved.push(petitionBody.parse(body));
        return ok({ seq: saved.length });
      },
      record: () => null,
      putDocument(name, text) {
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
      kick: () => {
        kicks += 1;
      },
      async ask<T extends z.ZodType>(question: Question, schema: T) {
        asked.push(question);
        const told = world.answer(question) ?? usual(question);
        world.meanwhile();
        return told.ok ? ok(schema.parse(told.value) as z.infer<T>) : told;
      },
    },
    visits: {
      get: (id) => (visit?.id === id ? visit : null),
      onEnd(listener) {
        onEnd = listener;
        return () => undefined;
      },
    },
    print: async (slip) => {
      printed.push(slipShape.parse(slip));
      return ok(null);
    },
    clock: time.clock,
    timers: time.timers,
    newId: () => `3f0c9a52-7c1e-4b8a-9c55-${String(++ids).padStart(12, '0')}`,
    app: 'test/1',
    log: (event, data) => logged.push({ event, ...data }),
  };
  const desk = createMeDesk(tools);
  return {
    desk,
    world,
    time,
    saved,
    asked,
    forgotten,
    printed,
    logged,
    documents,
    kicks: () => kicks,
    end() {
      visit = null;
      onEnd(VISIT);
    },
    become(identity: Identity) {
      if (visit !== null) visit = { ...visit, identity };
    },
  };
}

type Room = ReturnType<typeof room>;
/** Every question about the person. */
const OWN: readonly [string, (r: Room) => Promise<Result<unknown>>][] = [
  ['messages', (r) => r.desk.messages(VISIT)],
  ['readMessage', (r) => r.desk.readMessage(VISIT, ADDRESS.id)],
  ['cases', (r) => r.desk.cases(VISIT)],
  ['bookings', (r) => r.desk.bookings(VISIT)],
  ['addresses', (r) => r.desk.addresses(VISIT)],
  [
    'putAddress',
    (r) => r.desk.putAddress(VISIT, { id: ADDRESS.id, values: { ...ADDRESS, first: '' }, first: false }),
  ],
  ['removeAddress', (r) => r.desk.removeAddress(VISIT, ADDRESS.id)],
  ['petitions', (r) => r.desk.petitions(VISIT)],
  ['data', (r) => r.desk.data(VISIT)],
  ['erase', (r) => r.desk.erase(VISIT)],
];

describe.each(OWN)('%s', (_, call) => {
  it('is for its own, proven person, with the hub there, within the visit', async () => {
    for (const identity of [null, TYPED]) {
      const r = room({ identity });
      expect(await call(r)).toMatchObject({ error: { code: 'auth.required' } });
      expect(r.asked).toEqual([]);
    }
    const away = room({ online: false });
    expect(await call(away)).toMatchObject({ error: { code: 'hub.unreachable' } });
    const r = room();
    expect(await call(r)).toMatchObject({ ok: true });
    expect(r.asked[0]?.body).toMatchObject({ person: PERSON });
    r.end();
    expect(await call(r)).toMatchObject({ error: { code: 'session.over' } });
  });

  it('answers nothing to a visit that ended while the hub was asked', async () => {
    const r = room();
    r.world.meanwhile = r.end;
    expect(await call(r)).toMatchObject({ error: { code: 'session.over' } });
  });

  it('says what the hub refuses', async () => {
    const r = room();
    r.world.answer = () => fail('busy');
    expect(await call(r)).toMatchObject({ error: { code: 'busy' } });
  });
});

describe('the overview', () => {
  it('counts for a proven person alone, and says whether the hub is there', async () => {
    expect(await room().desk.overview(VISIT)).toMatchObject({ value: { live: true, counts: { unread: 2 } } });
    for (const identity of [null, TYPED])
      expect(await room({ identity }).desk.overview(VISIT)).toMatchObject({
        value: { live: true, counts: null },
      });
    expect(await room({ online: false }).desk.overview(VISIT)).toMatchObject({ value: { live: false } });
    const r = room();
    r.world.answer = () => fail('hub.unreachable');
    expect(await r.desk.overview(VISIT)).toMatchObject({ value: { live: false, counts: null } });
  });
});

it('where a citizen wanted to go outlasts the sign-in, and goes with the visit', async () => {
  const r = room({ identity: null });
  await r.desk.want(VISIT, 'messages');
  r.become(CARD);
  expect(await r.desk.overview(VISIT)).toMatchObject({ value: { wanted: 'messages' } });
  await r.desk.want(VISIT, null);
  expect(await r.desk.overview(VISIT)).toMatchObject({ value: { wanted: null } });
  r.end();
  expect(await r.desk.want(VISIT, 'data')).toMatchObject({ error: { code: 'session.over' } });
});

describe('addresses', () => {
  it('a new one begins with what the card says; a listed one as it stands', async () => {
    const r = room();
    const fresh = await r.desk.addressForm(VISIT, null);
    const valuesOf = (answer: typeof fresh) =>
      answer.ok ? Object.fromEntries(answer.value.fields.map((f) => [f.id, f.value])) : null;
    expect(valuesOf(fresh)).toEqual({ recipient: CARD.name, phone: '', address: CARD.address, postcode: '' });
    expect(await r.desk.addressForm(VISIT, ADDRESS.id)).toMatchObject({ error: { code: 'not.found' } });
    await r.desk.addresses(VISIT);
    const { recipient, phone, address, postcode } = ADDRESS;
    expect(valuesOf(await r.desk.addressForm(VISIT, ADDRESS.id))).toEqual({
      recipient,
      phone,
      address,
      postcode,
    });
  });

  it('what does not fit is told field by field, and the hub is not asked', async () => {
    const r = room();
    const values = { recipient: '', phone: '123', address: '短', postcode: '４６７０００' };
    const answer = await r.desk.putAddress(VISIT, { id: ADDRESS.id, values, first: false });
    expect(answer).toEqual(
      ok({
        kept: false,
        faults: {
          recipient: { code: 'required', limit: null },
          phone: { code: 'phone', limit: null },
          address: { code: 'tooShort', limit: '5' },
        },
      }),
    );
    expect(r.asked).toEqual([]);
    const good = { ...values, recipient: ' 张 为民 ', phone: '138 0000 1234', address: '卫东区示例路 1 号' };
    await r.desk.putAddress(VISIT, { id: ADDRESS.id, values: good, first: true });
    expect(r.asked[0]?.body).toEqual({
      person: PERSON,
      id: ADDRESS.id,
      address: {
        recipient: '张 为民',
        phone: '13800001234',
        address: '卫东区示例路 1 号',
        postcode: '467000',
      },
      first: true,
    });
  });
});

describe('a petition', () => {
  it('is durable before it is called kept, and asks for nothing but the store', async () => {
    const r = room({ online: false });
    const answer = await r.desk.file(VISIT, DRAFT);
    const [body] = r.saved;
    if (body === undefined) throw new Error('nothing was saved');
    expect(answer).toEqual(ok({ kept: true, filed: { no: petitionNoOf(body.id, NOW), live: false } }));
    expect(body).toMatchObject({ kind: 'complain', text: DRAFT.text, person: PERSON, phone: null, at: NOW });
    expect(r.asked).toEqual([]);
    expect(r.kicks()).toBe(1);
    expect(JSON.stringify(r.logged)).not.toContain(DRAFT.text);
  });

  it('that is filed twice, as by an answer that was lost, is one', async () => {
    const r = room();
    const first = await r.desk.file(VISIT, DRAFT);
    expect(await r.desk.file(VISIT, DRAFT)).toEqual(first);
    expect(r.saved).toHaveLength(1);
    await r.desk.file(VISIT, { ...DRAFT, text: '还有一件别的事情' });
    expect(r.saved).toHaveLength(2);
  });

  it('is not called kept when the disk is full, and can be filed again', async () => {
    const r = room();
    r.world.saveFails = 'store.full';
    expect(await r.desk.file(VISIT, DRAFT)).toMatchObject({ error: { code: 'store.full' } });
    r.world.saveFails = null;
    expect(await r.desk.file(VISIT, DRAFT)).toMatchObject({ value: { kept: true } });
  });

  it('of a guest needs a telephone when an answer is wanted, and names nobody', async () => {
    const r = room({ identity: null });
    expect(await r.desk.file(VISIT, DRAFT)).toEqual(
      ok({ kept: false, faults: { phone: { code: 'required', limit: null } } }),
    );
    expect(await r.desk.file(VISIT, { ...DRAFT, phone: '13800001234' })).toMatchObject({
      value: { kept: true },
    });
    expect(await r.desk.file(VISIT, { ...DRAFT, wantsAnswer: false })).toMatchObject({
      value: { kept: true },
    });
    expect(r.saved).toMatchObject([
      { person: null, phone: '13800001234' },
      { person: null, phone: null, wantsAnswer: false },
    ]);
  });

  it('corrects data for its own, proven person alone', async () => {
    const correction: PetitionDraft = { ...DRAFT, kind: 'correct', windowId: null };
    for (const identity of [null, TYPED])
      expect(
        await room({ identity }).desk.file(VISIT, { ...correction, phone: '13800001234' }),
      ).toMatchObject({
        error: { code: 'auth.required' },
      });
    expect(await room().desk.file(VISIT, correction)).toMatchObject({ value: { kept: true } });
  });

  it('that the hub would refuse is not called kept', async () => {
    const r = room();
    for (const text of ['', '短', '一'.repeat(501)])
      expect(await r.desk.file(VISIT, { ...DRAFT, text })).toMatchObject({ value: { kept: false } });
    expect(await r.desk.file(VISIT, { ...DRAFT, text: `半个字 \ud840 在这里` })).toMatchObject({
      error: { code: 'input.invalid' },
    });
    // As many characters as it may have, each of two places.
    expect(await r.desk.file(VISIT, { ...DRAFT, text: '𬱖'.repeat(500) })).toMatchObject({
      value: { kept: true },
    });
    expect(r.saved).toHaveLength(1);
  });

  it('outlasts a sign-in, and goes with the visit', async () => {
    const r = room({ identity: null });
    await r.desk.keepDraft(VISIT, DRAFT);
    r.become(CARD);
    expect(await r.desk.overview(VISIT)).toMatchObject({ value: { draft: DRAFT } });
    expect(await r.desk.petitionForm(VISIT)).toMatchObject({ value: { text: { value: DRAFT.text } } });
    await r.desk.file(VISIT, DRAFT);
    expect(await r.desk.overview(VISIT)).toMatchObject({ value: { draft: null } });
    r.end();
    expect(await r.desk.overview(VISIT)).toMatchObject({ error: { code: 'session.over' } });
  });

  it('is printed by its number, without what was said or by whom', async () => {
    const r = room();
    const answer = await r.desk.file(VISIT, DRAFT);
    const no = answer.ok && answer.value.kept ? answer.value.filed.no : '';
    expect(await r.desk.print(VISIT, no)).toEqual(ok(null));
    const paper = JSON.stringify(r.printed);
    expect(paper).toContain(no);
    for (const secret of [DRAFT.text, CARD.name, CARD.idNumber]) expect(paper).not.toContain(secret);
    expect(await r.desk.print(VISIT, 'ZX0101-0000-0000')).toMatchObject({ error: { code: 'not.found' } });
    r.end();
    expect(await r.desk.print(VISIT, no)).toMatchObject({ error: { code: 'session.over' } });
  });

  it('may be about a window, as the hub last named them', async () => {
    const r = room();
    expect(await r.desk.petitionForm(VISIT)).toMatchObject({ value: { windows: [WINDOW] } });
    r.world.online = false;
    expect(await r.desk.petitionForm(VISIT)).toMatchObject({ value: { windows: [WINDOW] } });
    r.documents.set(WINDOWS, 'of another version');
    expect(await r.desk.petitionForm(VISIT)).toMatchObject({ value: { windows: [] } });
  });

  it('asks for the windows by itself, so that they are known when the hub is away', async () => {
    const r = room({ identity: null });
    await r.time.advance(30_000);
    expect(r.documents.get(WINDOWS)).toBe(JSON.stringify([WINDOW]));
    r.desk.stop();
  });
});

it('more petitions than one visit has to say are refused', async () => {
  const r = room();
  const answers = [];
  for (let i = 0; i < 22; i += 1)
    answers.push(await r.desk.file(VISIT, { ...DRAFT, text: `第 ${i} 件要说的事情` }));
  expect(answers.filter((a) => !a.ok)).toHaveLength(2);
  expect(r.saved).toHaveLength(20);
});

it('after everything was deleted at the hall, nothing half done is left here', async () => {
  const r = room();
  expect(await r.desk.erase(VISIT)).toMatchObject({ ok: true });
  expect(r.forgotten).toEqual([VISIT]);
  const away = room({ online: false });
  await away.desk.erase(VISIT);
  expect(away.forgotten).toEqual([]);
});
