import { describe, expect, it } from 'vitest';
import type { Flow, FormField } from '../../contracts/flow.ts';
import { applyFlow } from '../kiosk/testing/apply-flow.ts';
import { checkFlow } from './check.ts';
import { faultText } from './fault.ts';

const { flow } = applyFlow();
const steps = (change: (all: Flow['steps']) => Flow['steps']): Flow => ({
  ...flow,
  steps: change(flow.steps),
});
const without = (type: string): Flow => steps((all) => all.filter((s) => s.type !== type));
const withField = (id: string, change: Partial<FormField>): Flow =>
  steps((all) =>
    all.map((s) =>
      s.type === 'form' ? { ...s, fields: s.fields.map((f) => (f.id === id ? { ...f, ...change } : f)) } : s,
    ),
  );
const faults = (changed: Flow): string => checkFlow(changed, []).map(faultText).join('; ');

describe('a flow that applies', () => {
  it('as it ships is sound', () => expect(faults(flow)).toBe(''));

  it('asks who, checks the answers, and has them signed', () => {
    expect(faults(without('sign'))).toContain('nobody signs');
    expect(faults(without('checkAnswers'))).toContain('answers are not checked');
    const nobody = steps((all) => all.filter((s) => s.type !== 'idCard' && s.type !== 'printSlip'));
    expect(faults(nobody)).toContain('nobody is asked who applies');
    const nothing = steps((all) => all.filter((s) => s.type !== 'submit' && s.type !== 'printSlip'));
    expect(faults(nothing)).toContain('nothing is submitted');
  });

  it('submits once, on everybody’s way, and asks nothing after it', () => {
    const twice = steps((all) =>
      all.flatMap((s): Flow['steps'] => (s.type === 'submit' ? [s, { ...s, id: 'more' }] : [s])),
    );
    expect(faults(twice)).toContain('more than once');
    const some = steps((all) => all.map((s) => (s.type === 'submit' ? { ...s, when: 'rents' } : s)));
    expect(faults(some)).toContain('on the way of everybody');
    const late = steps((all) => {
      const form = all.find((s) => s.type === 'form');
      return form === undefined
        ? all
        : [...all.filter((s) => s !== form).slice(0, -1), form, ...all.slice(-1)];
    });
    expect(faults(late)).toContain('comes later');
  });

  it('keeps the signature’s code to itself, and scans what is kept at 200 dpi', () => {
    const scans = (change: object) =>
      steps((all) => all.map((s) => (s.type === 'scan' ? { ...s, ...change } : s)));
    const title = { zh: '合同', en: 'Lease' };
    expect(faults(scans({ material: { code: 'signature', title } }))).toContain('that of the signature');
    expect(faults(scans({ job: { colour: 'colour', dpi: 150, paper: 'A4' } }))).toContain('200 dpi');
    expect(
      faults(scans({ material: { code: 'lease', title: { zh: '长'.repeat(101), en: 'x' } } })),
    ).toContain('100 characters');
  });
});

describe('the fields of a form', () => {
  it.each<[string, Partial<FormField>, string]>([
    ['phone', { min: 3 }, 'no limits'],
    ['housing', { kind: 'text' }, 'options belong to a choice'],
    ['address', { min: 50, max: 20 }, 'nothing fits'],
    ['address', { max: 501 }, 'at most 500'],
    ['since', { min: 10, max: 5 }, 'nothing fits'],
    ['name', { max: 5 }, 'has no limits'],
    ['name', { fill: 'identity.birth' }, 'does not fit'],
    ['housing', { fill: 'identity.sex' }, 'no option male'],
    ['enterpriseName', { when: 'nothing' }, 'no condition nothing'],
    ['phone', { when: 'works' }, 'comes later'],
    ['uscc', { id: 'phone' }, 'two fields are called phone'],
  ])('%s %o', (id, change, what) => expect(faults(withField(id, change))).toContain(what));

  it('a condition asks for a field and an option that are there', () => {
    const asking = (field: string, value: string): Flow => ({
      ...flow,
      conditions: { ...flow.conditions, rents: { field, op: 'eq', value } },
    });
    expect(faults(asking('home.housing', 'lend'))).toContain('has no answer lend');
    expect(faults(asking('home.house', 'rent'))).toContain('no step or field');
  });

  it('a slip names fields that are there', () => {
    const slip = steps((all) =>
      all.map((s) =>
        s.type === 'printSlip' ? { ...s, slip: [{ type: 'qr' as const, field: 'home.nothing' }] } : s,
      ),
    );
    expect(faults(slip)).toContain('no field home.nothing');
  });
});
