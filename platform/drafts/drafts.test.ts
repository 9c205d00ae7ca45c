import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_DRAFT_LENGTH, draft as shape } from '../../contracts/draft.ts';
import { MAX_DRAFTS } from '../../contracts/hub/drafts-api.ts';
import { readStory } from '../applications/story.ts';
import { type TestKiosk, testKiosk } from '../applications/testing/desk.ts';
import { personAt } from '../bookings/testing/hall.ts';
import { holderOf } from '../secrets.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { sweepDrafts } from './end.ts';
import { listDrafts, takeDraft } from './list.ts';
import { dropDraft, putDraft } from './put.ts';
import { draftAt } from './testing/drafts.ts';

const NOW = new Date('2026-11-24T10:05:00+08:00');
const DAY_MS = 86_400_000;

let hub: TestContext;
let first: TestTerminal;
let second: TestTerminal;
let at: { first: TestKiosk; second: TestKiosk };
let now = NOW;
let person = 500;
beforeAll(async () => {
  hub = await testContext({ now: () => now });
  first = await addTerminal(hub, newTerminal('kiosk-1', 'w1'));
  second = await addTerminal(hub, newTerminal('kiosk-2', 'w2'));
  at = { first: testKiosk(hub, first), second: testKiosk(hub, second) };
});
afterAll(() => hub.close());
beforeEach(() => {
  now = NOW;
  person += 1;
});

const holder = (n = person) => holderOf(hub.secrets, personAt(n).idNumber);
const from = (terminal: TestTerminal, n = person) => ({ holder: holder(n), terminalId: terminal.id });
const list = (known: string[] = [], n = person) => listDrafts(hub, holder(n), known);
const audited = async (action: string, target: string) =>
  (
    await hub.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', action)
      .where('target', '=', target)
      .execute()
  ).map((a) => a.detail);

describe('a half-done application', () => {
  it('is listed with its place, and taken with its answers by its own person alone', async () => {
    const draft = draftAt(1);
    expect(await putDraft(hub, from(first), draft)).toBe('kept');
    const { rows, keepDays } = await list();
    expect(keepDays).toBe(30);
    const { answers: _, shown: __, title: ___, ...frame } = draft;
    expect(rows).toMatchObject([{ ...frame, terminalId: 'kiosk-1', place: { zh: expect.any(String) } }]);
    expect(rows[0]).not.toHaveProperty('answers');

    const taken = await takeDraft(hub, from(second), draft.id);
    expect(taken).toEqual({ ok: true, value: draft });
    expect(await audited('draft.take', draft.id)).toEqual([{ terminal: 'kiosk-2' }]);
    expect(await takeDraft(hub, from(second, person + 1_000), draft.id)).toMatchObject({ ok: false });
    expect((await list([draft.id], person + 1_000)).rows).toEqual([]);
    // What was answered stands nowhere in clear.
    const row = await hub.db
      .selectFrom('draft')
      .selectAll()
      .where('id', '=', draft.id)
      .executeTakeFirstOrThrow();
    expect(row.body?.includes('13800001234')).toBe(false);
  });

  it('stands as the change with the highest number left it, in whatever order changes come', async () => {
    const change = fc.record({ n: fc.integer({ min: 1, max: 6 }), at: fc.constantFrom('first', 'second') });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        person += 1;
        const id = randomUUID();
        let best = 0;
        for (const c of changes) {
          const terminal = c.at === 'first' ? first : second;
          const value = `${c.at} ${c.n}`;
          const draft = draftAt(c.n, { id, answers: { home: { type: 'form', values: { phone: value } } } });
          const standing = await putDraft(hub, from(terminal), draft);
          expect(standing === 'kept').toBe(c.n > best || (await isOf(id, terminal.id, c.n)));
          best = Math.max(best, c.n);
        }
        expect((await list()).rows.map((r) => r.n)).toEqual([best]);
      }),
      { numRuns: 15 },
    );
  });

  it('does not come back once it was dropped; a later change at another machine stands', async () => {
    const [gone, kept] = [draftAt(2), draftAt(5)];
    await putDraft(hub, from(first), gone);
    await putDraft(hub, from(first), kept);
    expect(await dropDraft(hub, from(second), { id: gone.id, n: 3 })).toBe('dropped');
    expect(await dropDraft(hub, from(second), { id: kept.id, n: 5 })).toBe('older');
    expect(await putDraft(hub, from(first), { ...gone, n: 9 })).toBe('dropped');
    const { rows, ended } = await list([gone.id, kept.id]);
    expect(rows.map((r) => r.id)).toEqual([kept.id]);
    expect(ended).toMatchObject([{ id: gone.id, why: 'dropped', receiptNo: null }]);
    expect(await audited('draft.drop', gone.id)).toEqual([{ terminal: 'kiosk-2' }]);
  });

  it('is nobody else’s to change', async () => {
    const draft = draftAt(1);
    await putDraft(hub, from(first), draft);
    expect(await putDraft(hub, from(first, person + 1_000), { ...draft, n: 2 })).toBe('dropped');
    expect(await dropDraft(hub, from(first, person + 1_000), { id: draft.id, n: 2 })).toBe('dropped');
    expect((await list()).rows.map((r) => r.n)).toEqual([1]);
  });

  it('is bounded in number and size', async () => {
    for (let n = 0; n < MAX_DRAFTS; n += 1) await putDraft(hub, from(first), draftAt(1));
    expect(await putDraft(hub, from(first), draftAt(1))).toBe('full');
    const long = draftAt(1, {
      shown: Array.from({ length: 200 }, () => ({ label: 'x', value: '字'.repeat(1_000) })),
    });
    expect(JSON.stringify(long).length).toBeGreaterThan(MAX_DRAFT_LENGTH);
    expect(shape.safeParse(long).success).toBe(false);
  });

  it('goes after its days, audited, and its traces with it', async () => {
    const [old, dropped, young] = [draftAt(1), draftAt(1), draftAt(1)];
    await putDraft(hub, from(first), old);
    await putDraft(hub, from(first), dropped);
    await dropDraft(hub, from(first), { id: dropped.id, n: 2 });
    now = new Date(NOW.getTime() + 31 * DAY_MS);
    await putDraft(hub, from(first), { ...young, savedMs: now.getTime() });
    expect(await sweepDrafts(hub)).toBeGreaterThanOrEqual(1);
    expect((await list([old.id, dropped.id])).ended).toEqual([]);
    expect((await list()).rows.map((r) => r.id)).toEqual([young.id]);
    const [last] = await hub.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'draft.expired')
      .execute();
    expect(last?.detail).toMatchObject({ drafts: expect.any(Number) });
    expect(await sweepDrafts(hub)).toBe(0);
  });
});

describe('an application that was made of it', () => {
  const who = () => ({ ...personAt(person), phone: null, enterprise: null });

  it('ends it everywhere', async () => {
    const draft = draftAt(3);
    await putDraft(hub, from(first), draft);
    const { body } = await at.second.bring({ draft: draft.id, who: who() });
    expect(await putDraft(hub, from(first), { ...draft, n: 9 })).toBe('submitted');
    const { rows, ended } = await list([draft.id]);
    expect(rows).toEqual([]);
    expect(ended).toMatchObject([{ id: draft.id, why: 'submitted', receiptNo: body.receiptNo }]);
    expect(await hub.db.selectFrom('draft').select('id').where('id', '=', draft.id).execute()).toEqual([]);
  });

  it('makes one case, though two machines that could not know of each other submit it', async () => {
    const draft = draftAt(3);
    const one = await at.first.bring({ draft: draft.id, who: who() });
    const other = await at.second.bring({ draft: draft.id, who: who() });
    expect(other.caseNo).toBe(one.caseNo);
    const story = await readStory(hub, other.body.receiptNo, holder());
    expect(story).toMatchObject({
      ok: true,
      value: {
        caseNo: one.caseNo,
        state: 'submitted',
        timeline: [{ kind: 'submitted' }, { kind: 'supplemented' }],
      },
    });
    // Another item of a joint one has a case of its own, and so has anybody else's.
    const joint = await at.second.bring({ draft: draft.id, itemCode: 'OTHER-1', who: who() });
    expect(joint.caseNo).not.toBe(one.caseNo);
    const stranger = { ...who(), idNumber: personAt(person + 1_000).idNumber };
    expect((await at.first.bring({ draft: draft.id, who: stranger })).caseNo).not.toBe(one.caseNo);
  });

  it('made at both in one moment, too', async () => {
    const draft = draftAt(3);
    const both = await Promise.all([
      at.first.bring({ draft: draft.id, who: who() }),
      at.second.bring({ draft: draft.id, who: who() }),
    ]);
    expect(new Set(both.map((b) => b.caseNo)).size).toBe(1);
  });

  it('says nothing of a draft where a typed number made it', async () => {
    const draft = draftAt(3);
    await putDraft(hub, from(first), draft);
    await at.second.bring({ draft: draft.id, who: { ...who(), by: 'typed' } });
    expect((await list([draft.id])).rows).toHaveLength(1);
  });
});

async function isOf(id: string, terminalId: string, n: number): Promise<boolean> {
  const row = await hub.db
    .selectFrom('draft')
    .select(['terminal_id', 'n'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.terminal_id === terminalId && row.n === n;
}
