import { mapQuad, type Quad } from './geometry.ts';

/** Quarter turns clockwise. */
export type Turns = 0 | 1 | 2 | 3;

export const addTurns = (a: Turns, b: Turns): Turns => ((a + b) % 4) as Turns;

/**
 * The same outline read from another corner, so that the page made of it is turned clockwise. Turning costs nothing and
 * loses nothing: the page is made once more from the photograph.
 */
export const turnQuad = (quad: Quad, turns: Turns): Quad =>
  mapQuad(quad, (_, i) => quad[((i + 4 - turns) % 4) as Turns]);
