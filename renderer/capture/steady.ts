import { CONFIDENT, type FoundPage } from './edges.ts';
import { distance, farthestCorner, type Quad } from './geometry.ts';

/** Automatic capture: the page has lain still, wholly in the picture, for `STEADY_MS`. */
export interface Steady {
  quad: Quad | null;
  /** When it came to lie there, ms. */
  since: number;
}
export const restless: Steady = { quad: null, since: 0 };

export const STEADY_MS = 1_500;
/** A page moves when a corner does by more than this share of its diagonal. */
const MOVE = 0.012;

export function watch(state: Steady, found: FoundPage | null, now: number): Steady {
  if (found === null || found.confidence < CONFIDENT || found.frameSides > 0) return restless;
  const still =
    state.quad !== null &&
    farthestCorner(state.quad, found.quad) <= MOVE * distance(found.quad[0], found.quad[2]);
  return still ? state : { quad: found.quad, since: now };
}

export const isSteady = (state: Steady, now: number): boolean =>
  state.quad !== null && now - state.since >= STEADY_MS;
