import type { CaseEventKind, CaseState } from '../../contracts/hub/applications-api.ts';

/**
 * The way of a case (办件). Asking for more (补正) comes before acceptance, as 行政许可法 §32 has it; a refusal (不予受理) too.
 * Absent: it cannot happen in that state.
 */
const WAYS: Readonly<Record<CaseState, Partial<Record<CaseEventKind, CaseState>>>> = {
  submitted: { accepted: 'accepted', supplementAsked: 'supplement', refused: 'refused' },
  supplement: { supplemented: 'supplemented', accepted: 'accepted', refused: 'refused' },
  supplemented: { accepted: 'accepted', supplementAsked: 'supplement', refused: 'refused' },
  accepted: { concluded: 'concluded' },
  concluded: {},
  refused: {},
};

/** The state after an event; null: it cannot happen in this state. */
export const nextState = (state: CaseState, event: CaseEventKind): CaseState | null =>
  WAYS[state][event] ?? null;

/** Nothing follows. */
export const isEnded = (state: CaseState): boolean => Object.keys(WAYS[state]).length === 0;

/** States in which a case is not at its end. */
export const OPEN_CASES = (Object.keys(WAYS) as CaseState[]).filter((state) => !isEnded(state));
