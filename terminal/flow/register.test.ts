import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Enterprise } from '../../contracts/enterprise.ts';
import { checkFlow } from './check.ts';
import { begin, reduce, wants } from './engine.ts';
import { faultText } from './fault.ts';
import { statesOf } from './fixtures.ts';
import { valuesOf } from './form.ts';
import { loadFlow } from './load.ts';
import { SAMPLE_TODAY } from './samples.ts';
import type { FlowEvent, FlowState } from './state.ts';

const read = loadFlow(join(import.meta.dirname, '../../assets/flows/company-start'));
if (!read.ok) throw new Error(read.error.detail);
const { flow, fixtures } = read.value;

const USCC = '91350100M000100Y43';
const OTHER = '91410403MA0000001Q';
const FACTS: Enterprise = {
  uscc: USCC,
  name: '示例制造有限公司',
  type: null,
  address: '卫东区示例路18号',
  legalPerson: '示例甲',
};
const says = (over: Partial<Extract<FlowEvent, { type: 'registerSays' }>> = {}): FlowEvent => ({
  type: 'registerSays',
  uscc: USCC,
  facts: FACTS,
  code: null,
  simulated: true,
  ...over,
});
const fill = (values: Record<string, string>): FlowEvent => ({ type: 'fillForm', values });

/** The form of the company, with nothing in it. */
const open: FlowState = (() => {
  const states = fixtures[0] === undefined ? [] : statesOf(flow, fixtures[0]);
  const state = states.find((s) => s.at === 'company');
  if (state === undefined) throw new Error('no such step');
  return { ...state, answers: { ...state.answers, company: undefined } };
})();
const form = flow.steps.find((s) => s.id === 'company');
const having = (...events: FlowEvent[]) => events.reduce((s, e) => reduce(flow, s, e), open);
const standing = (state: FlowState) => (form?.type === 'form' ? valuesOf(state, form) : {});

describe('a code that was typed', () => {
  it('is asked about when it is whole and right, in a flow that has a use for it', () => {
    expect(wants(flow, begin(flow, SAMPLE_TODAY)).register).toBeNull();
    expect(wants(flow, open).register).toBeNull();
    expect(wants(flow, having(fill({ uscc: USCC.slice(0, 17) }))).register).toBeNull();
    expect(wants(flow, having(fill({ uscc: `${USCC.slice(0, 17)}4` }))).register).toBeNull();
    expect(wants(flow, having(fill({ uscc: USCC.toLowerCase() }))).register).toEqual({
      uscc: USCC,
      legalPerson: true,
    });
    expect(wants(flow, having(fill({ uscc: USCC }), says())).register).toBeNull();
  });

  it('fills what nobody has typed, and leaves what somebody has', () => {
    const state = having(fill({ uscc: USCC, site: '卫东区另一条路2号' }), says());
    expect(standing(state)).toMatchObject({
      enterpriseName: FACTS.name,
      legalName: FACTS.legalPerson,
      site: '卫东区另一条路2号',
    });
    expect(standing(reduce(flow, state, fill({ enterpriseName: '' })))).toMatchObject({ enterpriseName: '' });
  });

  it('is forgotten with what was said of it when another stands there', () => {
    const other = having(fill({ uscc: USCC }), says(), fill({ uscc: OTHER }));
    expect(standing(other).enterpriseName).toBe('');
    expect(wants(flow, other).register?.uscc).toBe(OTHER);
    expect(standing(reduce(flow, other, says())).enterpriseName).toBe('');
  });

  it('that the register does not know is asked about once', () => {
    const state = having(fill({ uscc: USCC }), says({ facts: null, code: 'enterprise.unknown' }));
    expect(wants(flow, state).register).toBeNull();
    expect(standing(state).enterpriseName).toBe('');
  });

  it('changes nothing once its form is left', () => {
    const left = { ...having(fill({ uscc: USCC })), at: 'items' };
    expect(reduce(flow, left, says())).toBe(left);
  });

  it('of an earlier form brings its name along, until another is typed', () => {
    const earlier = { ...open, earlier: { uscc: USCC, enterpriseName: '示例' } };
    expect(standing(earlier)).toMatchObject({ uscc: USCC, enterpriseName: '示例' });
    expect(wants(flow, earlier).register?.uscc).toBe(USCC);
    expect(standing(reduce(flow, earlier, fill({ uscc: OTHER }))).enterpriseName).toBe('');
  });
});

it('a field of an enterprise comes behind its code', () => {
  const steps = flow.steps.map((s) =>
    s.type === 'form' && s.id === 'company' ? { ...s, fields: s.fields.filter((f) => f.kind !== 'uscc') } : s,
  );
  const faults = checkFlow({ ...flow, steps }, []).map(faultText);
  expect(faults.join('\n')).toContain('no uscc is asked for before enterprise.name');
});
