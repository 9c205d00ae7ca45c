import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../contracts/visit.ts';
import { applyFlow, HOME, leasePages, next, toLease, toSubmit, walked } from '../kiosk/testing/apply-flow.ts';
import { begin, canBack, canNext, reduce, stepAt, wants } from './engine.ts';
import { EXPRESS_SAMPLE } from './explore.ts';
import { answerRows, fieldWords } from './fields.ts';
import { fieldFault, formPages, valuesOf } from './form.ts';
import { SAMPLE_CARD, SAMPLE_TODAY, samplePage } from './samples.ts';
import type { FlowEvent, FlowState } from './state.ts';

const loaded = applyFlow();
const { flow } = loaded;
const on = (state: FlowState, ...events: FlowEvent[]): FlowState =>
  events.reduce((s, e) => reduce(flow, s, e), state);
const form = flow.steps.find((s) => s.type === 'form');
if (form === undefined) throw new Error('no form');

const IDENTITY: Identity = {
  name: '示例甲',
  idNumber: '11010519491231002X',
  by: 'idCard',
  address: '河南省平顶山市卫东区示例路1号',
  phone: '13900000009',
};
const toForm = walked(loaded, toLease.slice(0, 4));
const toReview = walked(loaded, toSubmit(leasePages(2)).slice(0, -3));

describe('a form', () => {
  it('stands a few fields a page; what is wrong is told when its citizen wants to go on', () => {
    expect(toForm).toMatchObject({ at: 'home', page: 0, told: false });
    expect(formPages(flow, toForm, form).map((p) => p.map((f) => f.id))).toEqual([
      ['name', 'number', 'phone', 'address'],
      ['since', 'housing', 'reason'],
    ]);
    const told = on(toForm, { type: 'fillForm', values: { phone: '123' } }, next);
    expect(told).toMatchObject({ at: 'home', page: 0, told: true });
    const faults = Object.fromEntries(
      form.fields.map((f) => [f.id, fieldFault(told, form, f)?.code ?? null]),
    );
    expect(faults).toMatchObject({ name: null, number: null, phone: 'phone', address: 'required' });
    expect(on(told, { type: 'fillForm', values: HOME }, next)).toMatchObject({ page: 1, told: false });
  });

  it('asks what an earlier answer of the same form opens, and forgets it when that is taken back', () => {
    const works = on(toForm, { type: 'fillForm', values: HOME });
    expect(
      formPages(flow, works, form)
        .flat()
        .map((f) => f.id),
    ).toContain('enterpriseName');
    const studies = on(works, { type: 'fillForm', values: { reason: 'study' } });
    expect(
      formPages(flow, studies, form)
        .flat()
        .map((f) => f.id),
    ).not.toContain('enterpriseName');
    expect(answerRows(flow, on(studies, next, next)).map((r) => r.fieldId)).not.toContain('enterpriseName');
  });

  it('shows what the identity proves, and lets nobody type over it', () => {
    const typed = on(toForm, {
      type: 'fillForm',
      values: { name: '别人', number: '110105194912310021', x: '1' },
    });
    expect(valuesOf(typed, form)).toMatchObject({ name: '示例甲', number: '11010519491231002X' });
    expect(answerRows(flow, typed).find((r) => r.fieldId === 'number')).toMatchObject({
      value: { zh: '1101**********002X' },
      canChange: false,
    });
  });

  it('keeps nothing that is longer than the field', () => {
    const state = on(toForm, {
      type: 'fillForm',
      values: { phone: '1'.repeat(12), address: '字'.repeat(101) },
    });
    expect(valuesOf(state, form)).toMatchObject({ phone: '', address: '' });
  });

  it('goes back page by page, and back into it is back to its last page', () => {
    const second = on(toForm, { type: 'fillForm', values: HOME }, next);
    expect(on(second, { type: 'back' })).toMatchObject({ at: 'home', page: 0 });
    expect(on(second, next, next, { type: 'back' })).toMatchObject({ at: 'home', page: 2 });
  });

  it('is filled with what was given earlier in the visit, once', () => {
    const told = on(
      begin(flow, SAMPLE_TODAY),
      { type: 'identity', identity: IDENTITY },
      { type: 'choose', option: 'yes' },
      next,
    );
    expect(told.at).toBe('home');
    expect(valuesOf(told, form)).toMatchObject({ phone: '13900000009', address: '' });
    const own = on(told, { type: 'fillForm', values: { phone: '' } });
    expect(valuesOf(own, form).phone).toBe('');
  });
});

describe('who signed in', () => {
  it('is not asked again, and cannot be changed in the middle', () => {
    const state = on(
      walked(loaded, []),
      { type: 'identity', identity: IDENTITY },
      { type: 'choose', option: 'yes' },
      next,
    );
    expect(state).toMatchObject({ at: 'home', answers: { who: { type: 'identity' } } });
    expect(on(state, { type: 'back' }).at).toBe('halfYear');
    const review = on(state, ...toSubmit(leasePages(1)).slice(4, -3));
    expect(review.at).toBe('review');
    expect(answerRows(flow, review)[1]).toMatchObject({ stepId: 'who', canChange: false });
    expect(on(review, { type: 'change', stepId: 'who' })).toBe(review);
  });

  it('by a typed number is worth what the flow itself lets be typed', () => {
    const typed = on(walked(loaded, []), { type: 'identity', identity: { ...IDENTITY, by: 'typed' } });
    expect(typed.answers.who).toMatchObject({ type: 'identity' });
    const strict = {
      ...flow,
      exits: { ...flow.exits, typeIt: { ...flow.exits.atCounter, id: 'typeIt' } },
    } as typeof flow;
    const asked = reduce(strict, begin(strict, SAMPLE_TODAY), {
      type: 'identity',
      identity: { ...IDENTITY, by: 'typed' },
    });
    expect(asked.answers.who).toBeUndefined();
  });
});

describe('the hand-over', () => {
  const atDelivery = on(toReview, { type: 'back' });
  it('at a window is one page, by express two, and its fields are checked', () => {
    expect(atDelivery.at).toBe('handOver');
    expect(on(atDelivery, next).at).toBe('review');
    const parcel = on(atDelivery, { type: 'deliver', way: 'express' }, next);
    expect(parcel).toMatchObject({ at: 'handOver', page: 1 });
    expect(on(parcel, next)).toMatchObject({ at: 'handOver', told: true });
    const sent = on(parcel, { type: 'deliver', values: EXPRESS_SAMPLE, pickUp: true }, next);
    expect(sent.at).toBe('review');
    expect(
      answerRows(flow, sent)
        .filter((r) => r.stepId === 'handOver')
        .map((r) => r.value.zh),
    ).toEqual(['快递送达', '示示示示', '139****0000', '示示示示示', '467000']);
    expect(on(sent, { type: 'change', stepId: 'handOver', fieldId: 'address' })).toMatchObject({ page: 1 });
  });
});

describe('pages', () => {
  const atLease = walked(loaded, toLease);
  const add = (page: ReturnType<typeof samplePage>): FlowEvent => ({ type: 'page', page, replaces: null });
  it('that the quality check warns of have to be kept knowingly', () => {
    const doubtful = on(atLease, add(samplePage('a', { warnings: ['blurred'] })));
    expect(canNext(flow, doubtful)).toBe(false);
    expect(canNext(flow, on(doubtful, { type: 'keepPage', pageId: 'a' }))).toBe(true);
  });

  it('of a PDF count all, and stand alone', () => {
    const pdf = on(atLease, add(samplePage('p', { isPdf: true, sheets: 4, source: 'usb' })));
    expect(fieldWords(flow, pdf, { no: '', date: '', terminal: '' }, 'lease.count').zh).toBe('4 页');
    expect(on(pdf, add(samplePage('a')))).toBe(pdf);
    const picture = on(atLease, add(samplePage('a')));
    expect(on(picture, add(samplePage('p', { isPdf: true, sheets: 2 })))).toBe(picture);
    expect(on(atLease, add(samplePage('p', { isPdf: true, sheets: 11 })))).toBe(atLease);
  });
});

describe('signature and submission', () => {
  it('a signature never outlives a changed answer', () => {
    const atSubmit = walked(loaded, toSubmit(leasePages(1)));
    expect(wants(flow, atSubmit).submit).toBe(true);
    const failed = on(atSubmit, { type: 'submitFailed', code: 'material.lowResolution', stepId: 'lease' });
    expect(failed).toMatchObject({ phase: 'failed', failedAt: 'lease' });
    const mending = on(failed, { type: 'change', stepId: 'lease' });
    expect(mending).toMatchObject({ at: 'lease', returnTo: 'review' });
    expect(mending.answers.sign?.type).toBe('signature');
    const changed = on(mending, { type: 'page', page: samplePage('new'), replaces: null });
    expect(changed.answers.sign).toBeUndefined();
    const again = on(changed, next, next);
    expect(again.at).toBe('sign');
    expect(canNext(flow, again)).toBe(false);
  });

  it('nothing is left while it is made, and nothing is changed once it is', () => {
    const atSubmit = walked(loaded, toSubmit(leasePages(1)));
    expect(canBack(flow, atSubmit)).toBe(false);
    expect(on(atSubmit, next, { type: 'back' })).toBe(atSubmit);
    const done = on(atSubmit, {
      type: 'submitted',
      receiptNo: 'R-1234567',
      applicationId: 'a',
      materialIds: [],
    });
    expect(canBack(flow, done)).toBe(false);
    expect(canBack(flow, on(done, next))).toBe(false);
    expect(fieldWords(flow, done, { no: '', date: '', terminal: '' }, 'send.receiptNo').zh).toBe('R-1234567');
    expect(on(done, { type: 'submitted', receiptNo: 'X', applicationId: 'b', materialIds: [] })).toBe(done);
  });
});

describe('a half-done application', () => {
  it('goes on at the first step that lacks an answer, without pages and signature', () => {
    const answers = toReview.answers;
    const anew = on(
      begin(flow, SAMPLE_TODAY),
      { type: 'identity', identity: IDENTITY },
      { type: 'resume', answers },
    );
    expect(anew.at).toBe('lease');
    expect(anew.answers.lease).toBeUndefined();
    expect(valuesOf(anew, form)).toMatchObject({ phone: HOME.phone, housing: 'rent' });
    expect(on(anew, { type: 'back' }).at).toBe('home');
  });

  it('takes up nothing that the flow no longer asks', () => {
    const answers = {
      ...toReview.answers,
      halfYear: { type: 'choice', option: 'maybe' },
      gone: { type: 'read' },
    } as const;
    const anew = on(begin(flow, SAMPLE_TODAY), { type: 'resume', answers });
    expect(anew.at).toBe('halfYear');
    expect(anew.answers).not.toHaveProperty('gone');
  });
});

describe('whatever a citizen and the devices do', () => {
  const values = fc.constantFrom(
    HOME,
    { ...HOME, reason: 'study', housing: 'own' },
    { phone: '1' },
    { since: '2026-01-04' },
  );
  const event: fc.Arbitrary<FlowEvent> = fc.oneof(
    { weight: 6, arbitrary: fc.constant(next) },
    fc.constantFrom<FlowEvent>(
      { type: 'back' },
      { type: 'again' },
      { type: 'fallback' },
      { type: 'choose', option: 'yes' },
      { type: 'card', card: SAMPLE_CARD },
      { type: 'identity', identity: IDENTITY },
      { type: 'typeId', name: '示例甲', number: SAMPLE_CARD.number },
      { type: 'deliver', way: 'window' },
      { type: 'deliver', way: 'express', values: EXPRESS_SAMPLE },
      { type: 'signed', pageId: 's', at: 1 },
      { type: 'change', stepId: 'home', fieldId: 'since' },
      { type: 'change', stepId: 'handOver' },
      { type: 'progress', progress: { n: 1, of: 2 } },
      { type: 'submitFailed', code: 'store.full', stepId: null },
      { type: 'submitted', receiptNo: 'R-1234567', applicationId: 'a', materialIds: [] },
      { type: 'printed' },
      { type: 'resume', answers: toReview.answers },
    ),
    values.map((v): FlowEvent => ({ type: 'fillForm', values: v })),
    fc.nat(3).map((n): FlowEvent => ({ type: 'page', page: samplePage(`p${n}`), replaces: null })),
  );

  it('only a whole and signed application is submitted, and a way on is always there', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), (events) => {
        let state = begin(flow, SAMPLE_TODAY);
        for (const e of events) {
          const before = state;
          state = reduce(flow, state, e);
          const step = stepAt(flow, state);
          if (wants(flow, state).submit && before.at !== state.at) {
            expect(state.answers.sign?.type).toBe('signature');
            expect(state.answers.who).toBeDefined();
            expect(
              form.fields.every((f) => f.when !== undefined || fieldFault(state, form, f) === null),
            ).toBe(true);
          }
          const submitted = Object.values(before.answers).some((a) => a?.type === 'submitted');
          if (submitted) expect(state.answers).toMatchObject({ send: before.answers.send });
          if (step.type === 'form') expect(state.page).toBeLessThanOrEqual(2);
          const canDo =
            step.type === 'done' ||
            canNext(flow, state) ||
            canBack(flow, state) ||
            state.trail.length === 0 ||
            state.phase === 'submitting';
          expect(canDo).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
