import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, canNext, mainWay, pagesOf, reduce, stepAt, wants } from './engine.ts';
import { answerRows, slipOf } from './fields.ts';
import { loadFlow } from './load.ts';
import { SAMPLE_CARD, SAMPLE_TODAY, samplePage } from './samples.ts';
import type { FlowEvent, FlowState } from './state.ts';

const loaded = loadFlow(join(import.meta.dirname, '../../assets/flows/residence-precheck'));
if (!loaded.ok) throw new Error(loaded.error.detail);
const { flow } = loaded.value;

const having = (...events: FlowEvent[]): FlowState =>
  events.reduce((s, e) => reduce(flow, s, e), begin(flow, SAMPLE_TODAY));
const next: FlowEvent = { type: 'next' };
const page = (id: string, raw = false): FlowEvent => ({
  type: 'page',
  page: samplePage(id, { raw }),
  replaces: null,
});
const toCard: FlowEvent[] = [{ type: 'choose', option: 'yes' }, next];
const toHousing: FlowEvent[] = [...toCard, { type: 'card', card: SAMPLE_CARD }, next];
const toLease: FlowEvent[] = [...toHousing, { type: 'choose', option: 'rent' }, next];
const toReview: FlowEvent[] = [
  ...toLease,
  page('p1'),
  page('p2'),
  next,
  { type: 'code', text: 'YY-1' },
  next,
];

describe('the main way', () => {
  it('goes on only when the step is answered', () => {
    expect(having(next).at).toBe('halfYear');
    expect(having(...toCard).at).toBe('who');
    expect(having(...toCard, next).at).toBe('who');
    expect(having(...toHousing).at).toBe('housing');
  });

  it('leaves out steps whose conditions do not hold', () => {
    expect(having(...toLease).at).toBe('lease');
    expect(having(...toHousing, { type: 'choose', option: 'own' }, next).at).toBe('deed');
  });

  it('ends early where an answer rules the citizen out', () => {
    const state = having({ type: 'choose', option: 'no' }, next);
    expect(state.at).toBe('tooEarly');
    expect(reduce(flow, state, next)).toEqual(state);
  });

  it('goes back the way it came', () => {
    const back = reduce(flow, having(...toLease), { type: 'back' });
    expect(back.at).toBe('housing');
    expect(reduce(flow, back, { type: 'back' }).at).toBe('who');
    expect(reduce(flow, begin(flow, SAMPLE_TODAY), { type: 'back' })).toEqual(begin(flow, SAMPLE_TODAY));
  });
});

describe('a device step', () => {
  it('counts failures and asks to take the card away', () => {
    const state = having(
      ...toCard,
      { type: 'cardFound' },
      { type: 'cardRefused', code: 'idCard.readFailed' },
    );
    expect(state).toMatchObject({ phase: 'takeAway', code: 'idCard.readFailed', failures: { who: 1 } });
    expect(reduce(flow, state, { type: 'cardRemoved' })).toMatchObject({
      phase: 'waiting',
      code: 'idCard.readFailed',
    });
  });

  it('a reader that was unplugged and is back asks for nothing to be taken away', () => {
    const state = having(...toCard, { type: 'cardFound' }, { type: 'cardRefused', code: 'device.unplugged' });
    expect(state).toMatchObject({ phase: 'waiting', code: 'device.unplugged' });
    expect(reduce(flow, state, { type: 'readerBack' })).toMatchObject({ phase: 'waiting', code: null });
  });

  it('offers another way whose answer stands for its own', () => {
    const typed = having(...toCard, { type: 'fallback' });
    expect(typed.at).toBe('typeIt');
    const wrong = reduce(flow, typed, { type: 'typeId', name: '示例甲', number: '110105194912310021' });
    expect(wrong.code).toBe('idCard.typed');
    expect(canNext(flow, wrong)).toBe(false);
    const right = reduce(flow, wrong, {
      type: 'typeId',
      name: '示例甲',
      number: '１１０１０５１９４９１２３１００２ｘ',
    });
    expect(reduce(flow, right, next).at).toBe('housing');
    expect(right.answers.who).toEqual({ type: 'manualId', name: '示例甲', number: '11010519491231002X' });
  });

  it('leaves the reader looking after the card was read, so as to tell its removal', () => {
    expect(wants(flow, begin(flow, SAMPLE_TODAY))).toEqual({
      idCard: false,
      code: false,
      print: false,
      submit: false,
      register: null,
    });
    expect(wants(flow, having(...toCard)).idCard).toBe(true);
    expect(wants(flow, having(...toLease)).idCard).toBe(true);
    expect(wants(flow, having(...toCard, { type: 'fallback' })).idCard).toBe(false);
  });
});

describe('pages', () => {
  it('are kept in order, moved, removed and replaced', () => {
    const three = [...toLease, page('a'), page('b'), page('c')];
    const ids = (s: FlowState) => pagesOf(s, 'lease').map((p) => p.id);
    expect(ids(having(...three, { type: 'movePage', pageId: 'c', to: 0 }))).toEqual(['c', 'a', 'b']);
    expect(ids(having(...three, { type: 'removePage', pageId: 'b' }))).toEqual(['a', 'c']);
    const clean = samplePage('B');
    expect(ids(having(...three, { type: 'page', page: clean, replaces: 'b' }))).toEqual(['a', 'B', 'c']);
  });

  it('are not complete while one is raw, while scanning, or beyond the most', () => {
    expect(canNext(flow, having(...toLease, page('a', true)))).toBe(false);
    expect(canNext(flow, having(...toLease, page('a'), { type: 'scanStarted' }))).toBe(false);
    const many = having(...toLease, ...Array.from({ length: 14 }, (_, n) => page(`p${n}`)));
    expect(pagesOf(many, 'lease')).toHaveLength(10);
    expect(canNext(flow, many)).toBe(true);
  });

  it('stay when the scanner fails in the middle', () => {
    const jam = having(...toLease, { type: 'scanStarted' }, page('a'), {
      type: 'scanEnded',
      code: 'scan.jam',
    });
    expect(jam).toMatchObject({ phase: 'waiting', code: 'scan.jam', failures: { lease: 1 } });
    expect(pagesOf(jam, 'lease')).toHaveLength(1);
  });
});

describe('the check of the answers', () => {
  it('shows what was asked and masked answers', () => {
    expect(answerRows(flow, having(...toReview)).map((r) => [r.stepId, r.value.zh])).toEqual([
      ['halfYear', '满半年'],
      ['who', '示*甲 1101**********002X'],
      ['housing', '租的房子'],
      ['lease', '2 页'],
      ['booking', '****'],
    ]);
  });

  it('returns after a change', () => {
    const changed = [...toReview, { type: 'change', stepId: 'lease' }, page('p3'), next] as FlowEvent[];
    expect(having(...changed).at).toBe('review');
    expect(pagesOf(having(...changed), 'lease')).toHaveLength(3);
  });

  it('first asks what the change has opened', () => {
    const changed = having(
      ...toReview,
      { type: 'change', stepId: 'housing' },
      { type: 'choose', option: 'own' },
      next,
    );
    expect(changed.at).toBe('deed');
    const answered = [page('d1'), next].reduce((s, e) => reduce(flow, s, e as FlowEvent), changed);
    expect(answered.at).toBe('review');
    expect(answered.returnTo).toBeNull();
  });
});

it('the slip says the same in both languages and masks the person', () => {
  const state = having(...toReview, next);
  const facts = { no: 'K-1', date: '2026-01-05 17:00', terminal: 'kiosk-01' };
  const zh = slipOf(flow, state, facts, 'zh-CN');
  const en = slipOf(flow, state, facts, 'en');
  expect(zh.blocks.map((b) => b.type)).toEqual(en.blocks.map((b) => b.type));
  expect(JSON.stringify([zh, en])).not.toContain(SAMPLE_CARD.number);
  expect(zh.blocks).toContainEqual({ type: 'pair', label: '姓名', value: '示*甲' });
});

describe('whatever happens, in whatever order', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const event: fc.Arbitrary<FlowEvent> = fc.oneof(
    { weight: 6, arbitrary: fc.constant(next) },
    fc.constantFrom<FlowEvent>(
      { type: 'back' },
      { type: 'fallback' },
      { type: 'again' },
      { type: 'cardFound' },
      { type: 'card', card: SAMPLE_CARD },
      { type: 'cardRefused', code: 'idCard.readFailed' },
      { type: 'cardRemoved' },
      { type: 'code', text: 'X' },
      { type: 'scanStarted' },
      { type: 'scanEnded', code: null },
      { type: 'scanEnded', code: 'scan.jam' },
      { type: 'printed' },
      { type: 'printFailed', code: 'print.paperOut' },
      { type: 'typeId', name: '甲', number: SAMPLE_CARD.number },
    ),
    fc.constantFrom('yes', 'no', 'own', 'rent').map((option): FlowEvent => ({ type: 'choose', option })),
    fc
      .constantFrom('halfYear', 'who', 'housing', 'lease', 'deed', 'booking', 'end')
      .map((stepId): FlowEvent => ({ type: 'change', stepId })),
    fc.tuple(id, fc.boolean()).map(([p, raw]) => page(p, raw)),
    id.map((pageId): FlowEvent => ({ type: 'removePage', pageId })),
  );

  it('the state is sound, and a way to the end is left', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const state = having(...events);
        const step = stepAt(flow, state);
        expect(state.trail.every((t) => flow.steps.some((s) => s.id === t) || flow.exits[t])).toBe(true);
        if (state.returnTo !== null) expect(state.returnTo).toBe('review');
        // Nothing that was ruled out is asked again on the way on.
        if (step.when !== undefined && state.returnTo === null)
          expect(mainWay(flow, state.answers).map((s) => s.id)).toContain(step.id);
        expect(finish(state)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  /** A citizen who answers whatever is asked comes to an end. */
  function finish(from: FlowState): boolean {
    let state = reduce(flow, from, { type: 'scanEnded', code: null });
    for (let n = 0; n < 40; n += 1) {
      const step = stepAt(flow, state);
      if (step.type === 'done') return true;
      const answers: FlowEvent[] = [
        { type: 'choose', option: step.type === 'choice' ? (step.options[0]?.id ?? '') : '' },
        { type: 'card', card: SAMPLE_CARD },
        { type: 'typeId', name: '甲', number: SAMPLE_CARD.number },
        { type: 'code', text: 'X' },
        ...pagesOf(state, step.id).map((p): FlowEvent => ({ type: 'removePage', pageId: p.id })),
        page(`f${n}`),
        { type: 'printed' },
        next,
      ];
      state = answers.reduce((s, e) => reduce(flow, s, e), state);
    }
    return false;
  }
});
