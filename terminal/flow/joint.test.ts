import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Flow, StepOf } from '../../contracts/flow.ts';
import { checkFlow } from './check.ts';
import { begin, canNext, reduce } from './engine.ts';
import { faultText } from './fault.ts';
import { fieldWords, receiptsOf, slipOf } from './fields.ts';
import { statesOf } from './fixtures.ts';
import { itemsOf } from './items.ts';
import { loadFlow } from './load.ts';
import { keptAnswers } from './resume.ts';
import { SAMPLE_TODAY } from './samples.ts';
import type { FlowState } from './state.ts';

const read = loadFlow(join(import.meta.dirname, '../../assets/flows/company-start'));
if (!read.ok) throw new Error(read.error.detail);
const { flow, fixtures } = read.value;
const FACTS = { no: 'KIOSK-01-202601050930-A1B2', date: '2026-01-05 09:30', terminal: 'kiosk-01' };

const submitOf = (of: Flow): StepOf<'submit'> => {
  const step = of.steps.find((s) => s.type === 'submit');
  if (step === undefined) throw new Error('nothing is submitted');
  return step;
};
const submit = submitOf(flow);
const all = (name: string) => statesOf(flow, fixtures.find((f) => f.name.startsWith(name)) ?? never());
const never = (): never => {
  throw new Error('no such fixture');
};
const stateAt = (name: string, step: string): FlowState => all(name).find((s) => s.at === step) ?? never();

describe('several answers of one question', () => {
  const open = stateAt('all five', 'items');
  const chosen = (options: string[]) => reduce(flow, open, { type: 'chooseMany', options });

  it('are kept in the order of the step, and what is no answer is left out', () => {
    const state = chosen(['food', 'nothing', 'invoices', 'food']);
    expect(state.answers.items).toEqual({ type: 'multiChoice', options: ['invoices', 'food'] });
    expect(fieldWords(flow, state, FACTS, 'items.label')).toEqual({
      zh: '发票领用、食品经营许可',
      en: 'Invoices, Food business licence',
    });
  });

  it('are at least one', () => {
    expect(canNext(flow, open)).toBe(false);
    const state = chosen(['fund']);
    expect(canNext(flow, state)).toBe(true);
    const none = reduce(flow, state, { type: 'chooseMany', options: [] });
    expect([none.answers.items, canNext(flow, none)]).toEqual([undefined, false]);
  });

  it('are nothing to any other step', () => {
    const state = begin(flow, SAMPLE_TODAY);
    expect(reduce(flow, state, { type: 'chooseMany', options: ['fund'] })).toBe(state);
  });

  it('are kept with a half-done application while the step has them', () => {
    const answers = { items: { type: 'multiChoice' as const, options: ['fund', 'gone'] } };
    expect(keptAnswers(flow, answers)).toEqual({});
    const fitting = { items: { type: 'multiChoice' as const, options: ['fund'] } };
    expect(keptAnswers(flow, fitting)).toEqual(fitting);
  });
});

describe('a joint submission', () => {
  it('applies for what was chosen, and leaves to each item what is its own', () => {
    const items = itemsOf(flow, stateAt('all five', 'send').answers, submit);
    expect(items.map((i) => i.item)).toEqual(['WD03001', 'WD12003', 'WD02005', 'WD08001', 'WD02007']);
    const [invoices, , food] = items;
    expect([...(invoices?.leavesOut ?? [])]).toContain('foodLayout');
    expect(invoices?.leavesOut.has('premises')).toBe(true);
    expect(food?.leavesOut.has('premises')).toBe(false);
    expect(food?.leavesOut.has('company')).toBe(false);
    const few = itemsOf(flow, stateAt('invoices only', 'send').answers, submit);
    expect(few.map((i) => i.item)).toEqual(['WD03001']);
  });

  it('prints every receipt', () => {
    const before = stateAt('all five', 'send');
    const joint = itemsOf(flow, before.answers, submit).map(({ itemName }, n) => ({
      itemName,
      receiptNo: n === 0 ? 'R-12345678' : `R-12345678-${n + 1}`,
      applicationId: `a${n}`,
    }));
    const submitted = { receiptNo: 'R-12345678', applicationId: 'a0', materialIds: [], joint };
    const after = reduce(flow, reduce(flow, before, { type: 'submitted', ...submitted }), { type: 'next' });
    expect(after.at).toBe('slip');
    expect(receiptsOf(flow, after)).toHaveLength(5);
    const { blocks } = slipOf(flow, after, FACTS, 'zh-CN');
    expect(blocks.filter((b) => b.type === 'qr').map((b) => b.text)).toEqual(joint.map((j) => j.receiptNo));
    expect(blocks).toContainEqual(expect.objectContaining({ type: 'text', text: '公共场所卫生许可' }));
  });

  const withJoint = (change: (joint: NonNullable<typeof submit.joint>) => typeof submit.joint): Flow => ({
    ...flow,
    steps: flow.steps.map((s) =>
      s.type === 'submit' ? { ...s, joint: change(s.joint ?? []) } : s,
    ) as Flow['steps'],
  });
  const faults = (changed: Flow) => checkFlow(changed, []).map(faultText).join('; ');

  it('with something that is not there is refused', () => {
    expect(faults(withJoint((j) => j.map((i) => ({ ...i, when: 'wantsAll' }))))).toContain('wantsAll');
    expect(faults(withJoint((j) => j.map((i) => ({ ...i, own: ['who'] }))))).toContain('cannot own who');
    expect(faults(withJoint((j) => [...j, ...j.slice(0, 1)]))).toContain('stands in joint twice');
  });

  it('that may come to nothing is a dead end', () => {
    expect(faults(withJoint((j) => j.slice(1)))).toContain('send: it is a dead end');
  });

  it('asks for answers that the question has', () => {
    const lying = {
      ...flow,
      conditions: { ...flow.conditions, wantsFood: { field: 'items', op: 'has', value: 'tea' } as const },
    };
    expect(faults(lying)).toContain('items has no answer tea');
    const wrong = {
      ...flow,
      conditions: { ...flow.conditions, wantsFood: { field: 'has', op: 'has', value: 'yes' } as const },
    };
    expect(faults(wrong)).toContain('has has no answer yes');
  });
});
