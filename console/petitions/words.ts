import type { PetitionKind, PetitionState } from '../../contracts/petition.ts';
import type { Tone } from '../ui/state-text.tsx';

export const STATE_TONE = {
  received: 'warn',
  answered: 'good',
  noted: 'quiet',
} as const satisfies Record<PetitionState, Tone>;

export const KIND_TONE = {
  consult: 'plain',
  complain: 'bad',
  suggest: 'plain',
  correct: 'warn',
} as const satisfies Record<PetitionKind, Tone>;
