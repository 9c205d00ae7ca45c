import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PAGE } from '../../contracts/hub/paging.ts';
import { type PetitionBody, petitionNoOf } from '../../contracts/petition.ts';
import { listMessages } from '../applications/messages.ts';
import { demoIdNumber } from '../demo/cases.ts';
import { createGate } from '../ingest/gate.ts';
import { ingest } from '../ingest/ingest.ts';
import { holderOf } from '../secrets.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';
import { listPetitions } from './console-list.ts';
import { answerPetition, notePetition, readPetition, revealContact } from './desk.ts';
import { listOwnPetitions } from './petitions.ts';
import { sweepPetitions } from './purge.ts';
import { petitionOf, petitionRow } from './testing/petitions.ts';

const TERMINAL = { id: 'kiosk-01', windowId: 'w1' };
const CLERK = { login: 'clerk.a', ip: null };
const NOW = new Date('2026-11-24T11:00:00+08:00');
const DAY_MS = 86_400_000;
const gate = createGate({ active: 4, waiting: 100, waitMs: 20_000, timers: systemTimers });
const epoch = randomUUID();

let hub: TestContext;
let now = NOW;
let seq = 0;
beforeAll(async () => {
  hub = await testContext({ now: () => now });
  await addTerminal(hub, newTerminal(TERMINAL.id));
});
afterAll(() => hub.close());
beforeEach(async () => {
  now = NOW;
  for (const table of ['petition', 'citizen_message'] as const) await hub.db.deleteFrom(table).execute();
});

const petition = (n: number, wish: Partial<PetitionBody> = {}) => petitionOf(TERMINAL.id, n, wish);
const row = (body: object) => {
  seq += 1;
  return petitionRow(seq, body);
};
async function send(items: ReturnType<typeof row>[]) {
  const answer = await ingest(hub, gate, TERMINAL, { epoch, items });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.outcomes.map((o) => o.code ?? o.outcome);
}
const holder = (n: number) => holderOf(hub.secrets, demoIdNumber(n));
const ownOf = async (n: number) => {
  const answer = await listOwnPetitions(hub, holder(n));
  return answer.ok ? answer.value.rows : [];
};
const messagesOf = async (n: number) => {
  const answer = await listMessages(hub, holder(n));
  return answer.ok ? answer.value.rows : [];
};
const actionsOn = async (no: string) => {
  const rows = await hub.db
    .selectFrom('audit')
    .select(['action', 'actor', 'detail'])
    .where('target', '=', no)
    .orderBy('id')
    .execute();
  expect(JSON.stringify(rows)).not.toContain('居住证');
  return rows.map((r) => `${r.actor} ${r.action}`);
};

describe('a petition', () => {
  it('arrives, is found by its person and nobody else, and carries the number of the slip', async () => {
    const body = petition(1, { caseNo: 'WD2026500001', windowId: 'w1', at: NOW.getTime() - 3_600_000 });
    expect(await send([row(body)])).toEqual(['stored']);
    expect(await ownOf(1)).toEqual([
      {
        id: body.id,
        no: petitionNoOf(body.id, body.at),
        kind: 'consult',
        state: 'received',
        text: body.text,
        caseNo: 'WD2026500001',
        windowId: 'w1',
        wantsAnswer: true,
        atMs: body.at,
        answer: null,
      },
    ]);
    expect(await ownOf(2)).toEqual([]);
  });

  it('was left no later than it came', async () => {
    await send([row(petition(1, { at: NOW.getTime() + DAY_MS }))]);
    expect((await ownOf(1))[0]?.atMs).toBeLessThanOrEqual(NOW.getTime());
  });

  it('takes effect once, however often it is delivered', async () => {
    const item = row(petition(1));
    expect(await send([item])).toEqual(['stored']);
    expect(await send([item])).toEqual(['duplicate']);
    // Under another number, as out of a restored store.
    expect(await send([row(JSON.parse(item.body))])).toEqual(['stored']);
    expect(await ownOf(1)).toHaveLength(1);
  });

  it('that can never be taken is refused, and put aside where a sender is suspect', async () => {
    const body = petition(1);
    await send([row(body)]);
    expect(await send([row({ ...body, text: '另一段完全不同的话' })])).toEqual(['petition.idTaken']);
    expect(await send([row(petitionOf('kiosk-02', 1))])).toEqual(['petition.notYours']);
    for (const bad of [
      { text: '短' },
      { kind: 'praise' },
      { phone: '12345' },
      { text: '一二三四五\u0000六' },
      { more: 1 },
    ])
      expect(await send([row({ ...petition(1), ...bad })])).toEqual(['ingest.badBody']);
    expect(await ownOf(1)).toMatchObject([{ text: body.text }]);
    const aside = await hub.db.selectFrom('quarantine').select('reason').execute();
    expect(aside.map((a) => a.reason).sort()).toEqual(['petition.idTaken', 'petition.notYours']);
  });

  it('is sealed: no word and no name stands in the database', async () => {
    const body = petition(1, { phone: '13800001234' });
    await send([row(body)]);
    await answerPetition(hub, { id: body.id, text: '带身份证和居住证明' }, CLERK);
    for (const table of ['petition', 'inbox', 'citizen_message'] as const) {
      const rows = await hub.db.selectFrom(table).selectAll().execute();
      const bytes = rows.flatMap((r) => Object.values(r).filter((v) => Buffer.isBuffer(v)));
      for (const secret of [body.text, '测试申请人', '13800001234', '带身份证和居住证明', demoIdNumber(1)])
        expect([table, bytes.some((b) => b.includes(secret))]).toEqual([table, false]);
    }
  });
});

describe('a clerk', () => {
  it('reads it masked, shows who it was, and answers once; the answer becomes a message', async () => {
    const body = petition(1, { phone: '13800001234' });
    await send([row(body)]);
    const no = petitionNoOf(body.id, body.at);
    const story = await readPetition(hub, body.id, CLERK);
    expect(story.ok && story.value).toMatchObject({
      text: body.text,
      name: '测****',
      phone: '138****1234',
      answer: null,
      row: { no, proof: 'idCard', state: 'received' },
    });
    const shown = await revealContact(hub, body.id, CLERK);
    expect(shown.ok && shown.value).toEqual({ name: '测试申请人', phone: '13800001234' });
    expect(await answerPetition(hub, { id: body.id, text: '带身份证和居住证明' }, CLERK)).toMatchObject({
      value: 'answered',
    });
    expect(await messagesOf(1)).toMatchObject([
      { event: 'petition.answered', no, title: '咨询', note: '带身份证和居住证明', readMs: null },
    ]);
    expect((await ownOf(1))[0]).toMatchObject({
      state: 'answered',
      answer: { text: '带身份证和居住证明', atMs: NOW.getTime() },
    });
    expect(await answerPetition(hub, { id: body.id, text: '再答一次' }, CLERK)).toMatchObject({
      error: { code: 'petition.notNow' },
    });
    expect(await messagesOf(1)).toHaveLength(1);
    expect(await actionsOn(no)).toEqual([
      'clerk.a petition.open',
      'clerk.a petition.reveal',
      'clerk.a petition.answer',
    ]);
  });

  it('answers in the words of the citizen’s language, and a guest by telephone alone', async () => {
    const english = petition(1, { locale: 'en', kind: 'complain' });
    const guest = petition(1, { person: null, phone: '13800001234' });
    await send([row(english), row(guest)]);
    await answerPetition(hub, { id: english.id, text: 'We have mended it.' }, CLERK);
    await answerPetition(hub, { id: guest.id, text: '已电话答复' }, CLERK);
    expect(await messagesOf(1)).toMatchObject([{ title: 'Complaint' }]);
    const story = await readPetition(hub, guest.id, CLERK);
    expect(story.ok && story.value).toMatchObject({ name: null, row: { proof: null, state: 'answered' } });
  });

  it('may take note only of what asks for no answer', async () => {
    const asks = petition(1);
    const silent = petition(1, { kind: 'suggest', wantsAnswer: false });
    await send([row(asks), row(silent)]);
    expect(await notePetition(hub, asks.id, CLERK)).toMatchObject({ error: { code: 'petition.notNow' } });
    expect(await notePetition(hub, silent.id, CLERK)).toMatchObject({ value: 'noted' });
    expect(await notePetition(hub, silent.id, CLERK)).toMatchObject({ error: { code: 'petition.notNow' } });
    expect(await notePetition(hub, randomUUID(), CLERK)).toMatchObject({ error: { code: 'not.found' } });
    expect(await messagesOf(1)).toEqual([]);
  });

  it('and another who answer at the same moment: one is told that it has ended', async () => {
    const body = petition(1);
    await send([row(body)]);
    const answers = await Promise.all(
      ['甲的答复', '乙的答复'].map((text) => answerPetition(hub, { id: body.id, text }, CLERK)),
    );
    expect(answers.filter((a) => a.ok)).toHaveLength(1);
    expect(await messagesOf(1)).toHaveLength(1);
  });
});

describe('the list of the console', () => {
  it('is newest first, filtered, paged, and counts what is open', async () => {
    const bodies = Array.from({ length: PAGE + 3 }, (_, i) =>
      petition(1, { at: NOW.getTime() - i * 60_000, kind: i % 2 === 0 ? 'consult' : 'complain' }),
    );
    await send(bodies.map(row));
    const first = bodies[0];
    if (first === undefined) throw new Error('no petition');
    await answerPetition(hub, { id: first.id, text: '已经答复' }, CLERK);
    const all = await listPetitions(hub, {});
    if (!all.ok) throw new Error(all.error.code);
    expect(all.value.rows.map((r) => r.id)).toEqual(bodies.slice(0, PAGE).map((b) => b.id));
    expect(all.value.open).toBe(PAGE + 2);
    const rest = await listPetitions(hub, {}, all.value.next ?? '');
    expect(rest.ok && rest.value.rows.map((r) => r.id)).toEqual(bodies.slice(PAGE).map((b) => b.id));
    expect(rest.ok && rest.value.next).toBeNull();
    const count = async (filter: Parameters<typeof listPetitions>[1]) => {
      const page = await listPetitions(hub, filter);
      return page.ok ? page.value.rows.length : page.error.code;
    };
    expect(await count({ state: 'answered' })).toBe(1);
    expect(await count({ kind: 'complain' })).toBe((PAGE + 2) / 2);
    expect(await count({ no: petitionNoOf(first.id, first.at).toLowerCase() })).toBe(1);
    expect(await count({ no: '%' })).toBe(PAGE);
    const forged = await listOwnPetitions(hub, holder(1), all.value.next ?? '');
    expect(forged).toMatchObject({ error: { code: 'input.invalid' } });
  });
});

it('the hall’s retention purges what was said, and a repeated delivery brings nothing back', async () => {
  const ended = petition(1);
  const open = petition(1);
  await send([row(ended), row(open)]);
  await answerPetition(hub, { id: ended.id, text: '已经答复' }, CLERK);
  now = new Date(NOW.getTime() + 1_094 * DAY_MS);
  expect(await sweepPetitions(hub)).toBe(0);
  now = new Date(NOW.getTime() + 1_096 * DAY_MS);
  expect(await sweepPetitions(hub)).toBe(1);
  expect((await ownOf(1)).map((p) => p.id)).toEqual([open.id]);
  expect(await messagesOf(1)).toEqual([]);
  const story = await readPetition(hub, ended.id, CLERK);
  expect(story.ok && story.value).toMatchObject({ text: null, name: null, answer: null });
  expect(await revealContact(hub, ended.id, CLERK)).toMatchObject({ error: { code: 'not.found' } });
  expect(await send([row(ended)])).toEqual(['stored']);
  expect((await ownOf(1)).map((p) => p.id)).toEqual([open.id]);
});
