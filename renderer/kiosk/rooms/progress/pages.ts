import type { Stage } from '../../../../contracts/primitives.ts';

/** What a number is asked for. */
export type Purpose = 'follow' | 'rate';

/** Where the citizen is in the room. A rating session that is open stands above it. */
export type Page =
  | { at: 'menu' }
  | { at: 'mine' }
  | { at: 'number'; purpose: Purpose; refusal?: string | undefined }
  | { at: 'stage'; no: string; refusal?: string | undefined }
  | { at: 'story'; no: string; from: 'mine' | 'number' };

/** What is rated. */
export interface Rateable {
  no: string;
  stage: Stage;
}
