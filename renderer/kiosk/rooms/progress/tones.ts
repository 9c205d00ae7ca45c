import type { CaseState } from '../../../../contracts/hub/applications-api.ts';
import type { KeptApplication } from '../../../../contracts/rooms/progress.ts';

/** `act`: the citizen has something to do · `bad`: it went wrong · the words beside it say the same. */
type Tone = 'still' | 'good' | 'act' | 'bad';

export const TONES = {
  case: {
    submitted: 'still',
    supplement: 'act',
    supplemented: 'still',
    accepted: 'good',
    concluded: 'good',
    refused: 'bad',
  },
  here: { waiting: 'still', sending: 'still', sent: 'good', dead: 'bad' },
} as const satisfies {
  case: Record<CaseState, Tone>;
  here: Record<KeptApplication['state'], Tone>;
};
