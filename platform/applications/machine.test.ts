import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseEventKind, type CaseState, caseEventKind } from '../../contracts/hub/applications-api.ts';
import { isEnded, nextState, OPEN_CASES } from './machine.ts';

const kinds = fc.array(fc.constantFrom(...caseEventKind.options), { maxLength: 40 });

/** The events of a list that could happen, in order, and the state after them. */
function walk(wished: readonly CaseEventKind[]): { happened: CaseEventKind[]; state: CaseState } {
  let state: CaseState = 'submitted';
  const happened: CaseEventKind[] = [];
  for (const kind of wished) {
    const next = nextState(state, kind);
    if (next === null) continue;
    state = next;
    happened.push(kind);
  }
  return { happened, state };
}

describe('the way of a case', () => {
  test('ends at most once, and nothing follows', () => {
    fc.assert(
      fc.property(kinds, (wished) => {
        const { happened, state } = walk(wished);
        const ends = happened.filter((k) => k === 'concluded' || k === 'refused');
        expect(ends.length).toBeLessThanOrEqual(1);
        if (ends.length === 1) expect(happened.at(-1)).toBe(ends[0]);
        expect(isEnded(state)).toBe(ends.length === 1);
      }),
    );
  });

  test('is concluded only after it was accepted, and accepted once', () => {
    fc.assert(
      fc.property(kinds, (wished) => {
        const { happened } = walk(wished);
        expect(happened.filter((k) => k === 'accepted').length).toBeLessThanOrEqual(1);
        const accepted = happened.indexOf('accepted');
        if (happened.includes('concluded')) expect(accepted).toBe(happened.length - 2);
        if (happened.includes('refused')) expect(accepted).toBe(-1);
      }),
    );
  });

  test('has a supplement only where one was asked for', () => {
    fc.assert(
      fc.property(kinds, (wished) => {
        const { happened } = walk(wished);
        for (const [i, kind] of happened.entries())
          if (kind === 'supplemented') expect(happened[i - 1]).toBe('supplementAsked');
      }),
    );
  });

  test('is open in every state but the two that end it', () =>
    expect(OPEN_CASES).toEqual(['submitted', 'supplement', 'supplemented', 'accepted']));
});
