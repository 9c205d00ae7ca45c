import type { CaseEventKind, CaseState } from '../../contracts/hub/applications-api.ts';
import type { CaseAction } from '../../contracts/hub/cases-api.ts';
import type { Tone } from '../ui/state-text.tsx';

export const STATE_TONE = {
  submitted: 'warn',
  supplement: 'quiet',
  supplemented: 'warn',
  accepted: 'plain',
  concluded: 'good',
  refused: 'bad',
} as const satisfies Record<CaseState, Tone>;

export const EVENT_TONE = {
  submitted: 'plain',
  supplementAsked: 'warn',
  supplemented: 'plain',
  accepted: 'good',
  concluded: 'good',
  refused: 'bad',
} as const satisfies Record<CaseEventKind, Tone>;

export type ActionName = CaseAction['action'];

/** What a clerk may do in each state, the usual first; the hub decides. */
export const ACTIONS = {
  submitted: ['accept', 'askSupplement', 'refuse'],
  supplement: ['accept', 'refuse'],
  supplemented: ['accept', 'askSupplement', 'refuse'],
  accepted: ['conclude'],
  concluded: [],
  refused: [],
} as const satisfies Record<CaseState, readonly ActionName[]>;
