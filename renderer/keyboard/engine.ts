import { childOf, childrenBeginning, firstWordOf, type Node, type Word, wordsOf } from './dictionary.ts';
import { type Lattice, lattice, type Piece, segment } from './segment.ts';
import { EXACT, FUZZY, fuzzyBeginnings } from './syllables.ts';

/** What the keyboard offers for typed pinyin (候选). */
export interface Candidate {
  text: string;
  /** Characters of the typed pinyin that this candidate stands for, from its beginning. */
  consumed: number;
}

export interface EngineOptions {
  /** Accept syllables that sound alike in southern speech (模糊音). */
  fuzzy: boolean;
}

/** Longest pinyin that is composed at once: about sixteen syllables. */
export const MAX_PINYIN = 48;
const MAX_CANDIDATES = 500;

/** Costs beside the word's own −ln(share), in the same unit: how much rarer such a reading is than a literal one. */
const INITIAL_COST = 1.5;
const UNFINISHED_COST = 2;
const FUZZY_COST = 2.5;
const LETTER_COST = 30;
/** Each further word of a sentence: a word of the dictionary goes before a chain of rarer ones. */
const JOIN_COST = 1;

/** A place in the dictionary that a stretch of the input, ending at `to`, can mean. */
interface Reached {
  node: Node;
  to: number;
  cost: number;
}

/** Best way to write the input from a position to its end. */
interface Sentence {
  text: string;
  words: number;
  cost: number;
}

/** Lower-case letters and apostrophes of any text; ü is v. Pinyin never begins with an apostrophe. */
export const normalise = (typed: string): string =>
  typed
    .toLowerCase()
    .replaceAll(/[üǖǘǚǜ]/g, 'v')
    .replaceAll('’', "'")
    .replaceAll(/[^a-z']/g, '')
    .replace(/^'+/, '');

/**
 * Candidates for typed pinyin: first the best way to write all of it, then words for all of it, then words for less and
 * less of its beginning; equal lengths by frequency. Picking one consumes its syllables; the rest is offered anew.
 * Full pinyin, abbreviations and mixtures of both are understood, also when the last syllable is unfinished.
 */
export function candidates(dictionary: Node, typed: string, options: EngineOptions): Candidate[] {
  const input = normalise(typed).slice(0, MAX_PINYIN);
  if (input === '') return [];
  const ways = lattice(input, options.fuzzy);
  const reach = ways.map((pieces, from) =>
    pieces.length === 0 ? [] : reachFrom(dictionary, ways, from, options),
  );
  const best = bestSentence(input, ways, reach);

  const offered = new Map<string, Candidate>();
  const offer = (c: Candidate): void => {
    if (offered.size < MAX_CANDIDATES && !offered.has(c.text)) offered.set(c.text, c);
  };
  if (best !== undefined) offer({ text: best.text, consumed: input.length });
  for (const [to, words] of wordsByEnd(reach[0] ?? []))
    for (const w of words) offer({ text: w.text, consumed: to });
  // Letters that mean nothing can still be written as they are.
  if (offered.size === 0 || best === undefined) offer({ text: input, consumed: input.length });
  return [...offered.values()];
}

/** The typed pinyin as it is shown while composing, its syllables parted by spaces. */
export const shown = (typed: string, options: EngineOptions): string =>
  segment(normalise(typed), options.fuzzy)
    .map((p) => p.text)
    .join(' ');

function reachFrom(root: Node, ways: Lattice, from: number, options: EngineOptions): Reached[] {
  const reached: Reached[] = [];
  const walk = (node: Node, at: number, cost: number, depth: number): void => {
    for (const piece of ways[at] ?? [])
      for (const step of stepsOf(node, piece, depth, options)) {
        const total = cost + step.cost;
        if (step.node.words !== '') reached.push({ node: step.node, to: piece.to, cost: total });
        if (step.node.children.length > 0) walk(step.node, piece.to, total, depth + 1);
      }
  };
  walk(root, from, 0, 0);
  return reached;
}

/** The children of a node that a piece can mean, each with the cost of that meaning. */
function stepsOf(
  node: Node,
  piece: Piece,
  depth: number,
  options: EngineOptions,
): { node: Node; cost: number }[] {
  if (piece.kind === 'letter') return [];
  const table = options.fuzzy ? FUZZY : EXACT;
  if (piece.kind === 'syllable') {
    const { syllables = [], literal = 0 } = table.get(piece.text) ?? {};
    return syllables.flatMap((s, i) => {
      const child = childOf(node, s);
      return child === undefined ? [] : [{ node: child, cost: i < literal ? 0 : FUZZY_COST }];
    });
  }
  // A whole syllable that stands alone means itself; unfinished it would bury its own characters.
  if (depth === 0 && table.has(piece.text) && piece.text.length > 1) return [];
  const cost = piece.kind === 'initial' ? INITIAL_COST : UNFINISHED_COST;
  const literal = childrenBeginning(node, piece.text).map((child) => ({ node: child, cost }));
  if (!options.fuzzy) return literal;
  const taken = new Set(literal.map((step) => step.node));
  const others = fuzzyBeginnings(piece.text).flatMap((b) => childrenBeginning(node, b));
  return [
    ...literal,
    ...others.filter((n) => !taken.has(n)).map((child) => ({ node: child, cost: cost + FUZZY_COST })),
  ];
}

/** Shortest path through the lattice of words: the sentence whose words are, taken together, the most frequent. */
function bestSentence(input: string, ways: Lattice, reach: readonly Reached[][]): Sentence | undefined {
  const best = new Array<Sentence | undefined>(input.length + 1);
  best[input.length] = { text: '', words: 0, cost: 0 };
  for (let from = input.length - 1; from >= 0; from--) {
    const consider = (word: Word, to: number, extra: number): void => {
      const rest = best[to];
      if (rest === undefined) return;
      const cost = word.cost + extra + rest.cost + (rest.words > 0 ? JOIN_COST : 0);
      if (cost < (best[from]?.cost ?? Number.POSITIVE_INFINITY))
        best[from] = { text: word.text + rest.text, words: rest.words + 1, cost };
    };
    for (const r of reach[from] ?? []) {
      const word = firstWordOf(r.node);
      if (word !== null) consider(word, r.to, r.cost);
    }
    for (const piece of ways[from] ?? [])
      if (piece.kind === 'letter') consider({ text: piece.text, cost: LETTER_COST }, piece.to, 0);
  }
  return best[0];
}

/** Words by where they end, the longest stretch of input first; within one stretch by cost. */
function wordsByEnd(reached: readonly Reached[]): [number, Word[]][] {
  const groups = new Map<number, Word[]>();
  for (const r of reached) {
    const words = wordsOf(r.node).map((w) => ({ text: w.text, cost: w.cost + r.cost }));
    const group = groups.get(r.to);
    if (group === undefined) groups.set(r.to, words);
    else group.push(...words);
  }
  return [...groups]
    .sort(([a], [b]) => b - a)
    .map(([to, words]) => [to, words.sort((a, b) => a.cost - b.cost)]);
}
