import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../contracts/flow.ts';
import { checkFlow } from './check.ts';
import { canNext, reduce } from './engine.ts';
import { faultText } from './fault.ts';
import { statesOf } from './fixtures.ts';
import { loadFlow } from './load.ts';
import { keptAnswers } from './resume.ts';
import { sampleSealed } from './samples.ts';
import type { FlowEvent, FlowState } from './state.ts';

const read = loadFlow(join(import.meta.dirname, '../../assets/flows/food-business-licence'));
if (!read.ok) throw new Error(read.error.detail);
const { flow, fixtures } = read.value;

const atSeal: FlowState = (() => {
  const fixture = fixtures.find((f) => f.name.startsWith('a restaurant'));
  const state = fixture && statesOf(flow, fixture).find((s) => s.at === 'seal');
  if (state === undefined) throw new Error('no such way');
  return { ...state, answers: { ...state.answers, seal: undefined } };
})();
const having = (...events: FlowEvent[]) => events.reduce((s, e) => reduce(flow, s, e), atSeal);
const sealed: FlowEvent = { type: 'sealed', ...sampleSealed() };

describe('a step that asks for a seal', () => {
  it('goes on with it, or without as the flow says', () => {
    expect(canNext(flow, atSeal)).toBe(false);
    expect(having(sealed, { type: 'next' }).at).toBe('send');
    const later = having({ type: 'sealLater' });
    expect(later.answers.seal).toEqual({ type: 'sealLater', way: 'afterwards' });
    expect(reduce(flow, later, { type: 'next' }).at).toBe('send');
  });

  it('takes a seal after all, and no seal anywhere else', () => {
    expect(having({ type: 'sealLater' }, sealed).answers.seal).toMatchObject({ type: 'sealed' });
    const elsewhere = { ...atSeal, at: 'review' };
    expect(reduce(flow, elsewhere, sealed)).toBe(elsewhere);
    expect(reduce(flow, elsewhere, { type: 'sealLater' })).toBe(elsewhere);
  });

  it('is open again when what the seal stands on has changed', () => {
    const signedAnew = having(
      sealed,
      { type: 'back' },
      { type: 'signed', pageId: 'another', at: 1_767_600_300_000 },
    );
    expect(signedAnew.answers.seal).toBeUndefined();
    const changed = having(
      sealed,
      { type: 'back' },
      { type: 'back' },
      { type: 'change', stepId: 'business', fieldId: 'manager' },
      { type: 'fillForm', values: { manager: '李' } },
    );
    expect([changed.answers.seal, changed.answers.sign]).toEqual([undefined, undefined]);
  });

  it('is open again, by one touch, when the seal cannot be used', () => {
    const failed = having(
      sealed,
      { type: 'next' },
      { type: 'submitFailed', code: 'seal.changed', stepId: 'seal' },
    );
    const again = reduce(flow, failed, { type: 'change', stepId: 'seal', fieldId: null });
    expect([again.at, again.answers.seal, again.answers.sign?.type]).toEqual([
      'seal',
      undefined,
      'signature',
    ]);
    const signed = reduce(flow, failed, { type: 'change', stepId: 'sign', fieldId: null });
    expect([signed.at, signed.answers.sign]).toEqual(['sign', undefined]);
    expect(having(sealed, { type: 'change', stepId: 'sign', fieldId: null }).at).toBe('seal');
  });

  it('keeps no seal in a half-done application', () => {
    expect(Object.keys(keptAnswers(flow, having(sealed).answers))).not.toContain('seal');
  });
});

describe('a document', () => {
  const faults = (change: (steps: Flow['steps']) => Flow['steps']) =>
    checkFlow({ ...flow, steps: change(flow.steps) }, [])
      .map(faultText)
      .join('\n');
  const seal = flow.steps.filter((s) => s.type === 'seal');
  const others = flow.steps.filter((s) => s.type !== 'seal');
  const sealedBefore = (type: string) => (): Flow['steps'] => {
    const at = others.findIndex((s) => s.type === type);
    return [...others.slice(0, at), ...seal, ...others.slice(at)];
  };

  it('seals after the signature, before the submission, once, and for somebody', () => {
    expect(faults((steps) => steps)).toBe('');
    expect(faults(sealedBefore('sign'))).toContain('a seal comes between');
    expect(faults(sealedBefore('printSlip'))).toContain('a seal comes between');
    expect(
      faults((steps) => [
        ...steps.slice(0, -3),
        ...seal.map((s) => ({ ...s, id: 'again' })),
        ...steps.slice(-3),
      ]),
    ).toContain('more than once for a seal');
    expect(
      faults((steps) =>
        steps.map((s) =>
          s.type === 'form' ? { ...s, fields: s.fields.filter((f) => f.id !== 'enterpriseName') } : s,
        ),
      ),
    ).toContain('whose seal it is');
  });
});
