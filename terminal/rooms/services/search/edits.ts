/** Slips of the finger and of memory: a text that differs from what was typed in a few letters or characters. */

/** Letters or characters that may be wrong, missing or too many in a word of this length. */
export function slipsIn(length: number, isLetters: boolean): number {
  if (isLetters) return length < 4 ? 0 : length < 8 ? 1 : length < 14 ? 2 : 3;
  return length < 3 ? 0 : length < 6 ? 1 : 2;
}

/** Longest pattern: one bit each. */
const MOST = 31;

export interface Pattern {
  length: number;
  /** For each code point, the places at which the pattern has it. */
  places: ReadonlyMap<number, number>;
}

/** null: it is too long. */
export function patternOf(codes: readonly number[]): Pattern | null {
  if (codes.length === 0 || codes.length > MOST) return null;
  const places = new Map<number, number>();
  for (const [i, code] of codes.entries()) places.set(code, (places.get(code) ?? 0) | (1 << i));
  return { length: codes.length, places };
}

/**
 * The fewest edits (a character wrong, missing or too many) by which the pattern becomes some part of the text, `most + 1` when
 * they are more. Bit-parallel, after G. Myers, “A fast bit-vector algorithm for approximate string matching” (1999): bit i
 * of `up` and `down` says whether the i-th row of the table of edits rises or falls against the row above it.
 */
export function editsWithin({ length, places }: Pattern, text: readonly number[], most: number): number {
  const last = 1 << (length - 1);
  let up = -1;
  let down = 0;
  let edits = length;
  let fewest = length;
  for (const code of text) {
    const same = places.get(code) ?? 0;
    const diagonal = (((same & up) + up) ^ up) | same | down;
    let rises = down | ~(diagonal | up);
    let falls = up & diagonal;
    if ((rises & last) !== 0) edits += 1;
    if ((falls & last) !== 0) edits -= 1;
    // The pattern may begin anywhere: the first row is 0 throughout, and nothing is carried in.
    rises <<= 1;
    falls <<= 1;
    up = falls | ~(diagonal | rises);
    down = rises & diagonal;
    if (edits < fewest) fewest = edits;
    if (fewest === 0) return 0;
  }
  return Math.min(fewest, most + 1);
}
