import { EXACT, FUZZY, INITIALS, LONGEST_SYLLABLE, PREFIXES } from './syllables.ts';

/**
 * One piece of typed pinyin:
 * `syllable` a whole syllable · `initial` an abbreviation by its beginning (简拼) · `beginning` the unfinished last
 * syllable · `letter` a letter with which no syllable begins.
 */
export interface Piece {
  kind: 'syllable' | 'initial' | 'beginning' | 'letter';
  /** As typed, without apostrophes. */
  text: string;
  from: number;
  /** Where the next piece begins: behind the apostrophes that follow this one. */
  to: number;
}

/** All pieces worth considering, by the position where they begin. */
export type Lattice = readonly (readonly Piece[])[];

/** A letter outside every syllable is worse than any way of reading it within one. */
const LETTER_ROUGHNESS = 100;

/** How far a piece is from a whole syllable. Two letters of one initial weigh as much as two initials: `zh` = z·h. */
function roughness(piece: Piece): number {
  if (piece.kind === 'syllable') return 0;
  if (piece.kind === 'initial') return piece.text.length;
  return piece.kind === 'beginning' ? 1 : LETTER_ROUGHNESS;
}

function behindApostrophes(input: string, at: number): number {
  let to = at;
  while (input[to] === "'") to++;
  return to;
}

/** Every piece that can begin at `from`. The text between apostrophes is cut nowhere but inside itself. */
function piecesAt(input: string, from: number, fuzzy: boolean): Piece[] {
  const table = fuzzy ? FUZZY : EXACT;
  const apostrophe = input.indexOf("'", from);
  const limit = apostrophe === -1 ? input.length : apostrophe;
  const pieces: Piece[] = [];
  let longestSyllable = 0;
  for (let length = Math.min(LONGEST_SYLLABLE, limit - from); length > 0; length--) {
    const text = input.slice(from, from + length);
    const to = behindApostrophes(input, from + length);
    if (table.has(text)) {
      longestSyllable = Math.max(longestSyllable, length);
      pieces.push({ kind: 'syllable', text, from, to });
    }
    if (from + length === limit) {
      if (PREFIXES.has(text))
        pieces.push({ kind: INITIALS.has(text) ? 'initial' : 'beginning', text, from, to });
    } else if (INITIALS.has(text) && longestSyllable <= length) {
      pieces.push({ kind: 'initial', text, from, to });
    }
  }
  if (pieces.length === 0) {
    pieces.push({
      kind: 'letter',
      text: input.slice(from, from + 1),
      from,
      to: behindApostrophes(input, from + 1),
    });
  }
  return pieces;
}

/**
 * The ways to cut typed pinyin into syllables that leave the fewest letters outside whole syllables: `xian` is xian and
 * xi·an but not xia·n; `zhengwfw` is zheng·w·f·w. A whole syllable at the end may also be unfinished (`ta` → tai).
 *
 * @param input letters a–z and apostrophes, not beginning with an apostrophe.
 */
export function lattice(input: string, fuzzy: boolean): Lattice {
  const n = input.length;
  const all: Piece[][] = Array.from({ length: n }, (_, from) =>
    input[from] === "'" ? [] : piecesAt(input, from, fuzzy),
  );
  const behind = new Array<number>(n + 1).fill(Number.POSITIVE_INFINITY);
  behind[n] = 0;
  for (let from = n - 1; from >= 0; from--)
    for (const p of all[from] ?? []) {
      const total = roughness(p) + (behind[p.to] ?? 0);
      if (total < (behind[from] ?? 0)) behind[from] = total;
    }
  const reached = new Set([0]);
  return all.map((pieces, from) => {
    if (!reached.has(from)) return [];
    const syllables = new Set(pieces.filter((p) => p.kind === 'syllable').map((p) => p.text));
    const kept = pieces.filter((p) => {
      // An abbreviation or unfinished syllable that is also a whole one weighs nothing: it only adds meanings.
      const weight = syllables.has(p.text) ? 0 : roughness(p);
      return weight + (behind[p.to] ?? 0) === behind[from];
    });
    for (const p of kept) reached.add(p.to);
    return kept;
  });
}

/** One way to cut the whole input: of the smoothest ways, the one with the longest pieces first. */
export function segment(input: string, fuzzy = false): Piece[] {
  const pieces: Piece[] = [];
  const ways = lattice(input, fuzzy);
  for (let at = 0; at < input.length; ) {
    const piece = ways[at]?.[0];
    if (piece === undefined) break;
    pieces.push(piece);
    at = piece.to;
  }
  return pieces;
}
