import { fail, ok, type Result } from '../../contracts/result.ts';

/**
 * The dictionary as a tree of syllables: a node stands for a reading, its children for the readings one syllable
 * longer. `syllables` is sorted and parallel to `children`.
 */
export interface Node {
  syllables: string[];
  children: Node[];
  /** Words of this reading as the file has them, most frequent first, each followed by its cost in two digits. */
  words: string;
}

export interface Word {
  text: string;
  /** −ln of the word's share of all occurrences: costs of words that follow each other add up. */
  cost: number;
}

const node = (): Node => ({ syllables: [], children: [], words: '' });

/** Costs are stored in fifths. */
const COST_STEPS = 5;
const LINE = /^[a-z]+(?: [a-z]+)*\t(?:[^\d\s]+\d\d)+$/;

/** Lines read between two pauses: some milliseconds on a slow core. */
const LINES_A_SLICE = 4_000;

/**
 * Reads `assets/generated/pinyin.txt` (its header says what a line is), slice by slice, so that a page can do other
 * things between them. Lines come sorted syllable by syllable, so that every new syllable is appended and the tree is
 * sorted without sorting. A file in which that does not hold is refused whole.
 */
export function* readDictionary(file: string): Generator<void, Result<Node>> {
  const root = node();
  let previous: string[] = [];
  let path: Node[] = [root];
  let read = 0;
  for (const line of file.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (++read % LINES_A_SLICE === 0) yield;
    if (!LINE.test(line)) return fail('dictionary.unreadable');
    const tab = line.indexOf('\t');
    const reading = line.slice(0, tab).split(' ');
    let shared = 0;
    while (shared < previous.length && previous[shared] === reading[shared]) shared++;
    if (shared === reading.length) return fail('dictionary.unsorted');
    path = path.slice(0, shared + 1);
    for (const syllable of reading.slice(shared)) {
      const parent = path[path.length - 1] ?? root;
      if (syllable <= (parent.syllables[parent.syllables.length - 1] ?? '')) {
        return fail('dictionary.unsorted');
      }
      const child = node();
      parent.syllables.push(syllable);
      parent.children.push(child);
      path.push(child);
    }
    (path[path.length - 1] ?? root).words = line.slice(tab + 1);
    previous = reading;
  }
  return read === 0 ? fail('dictionary.unreadable') : ok(root);
}

/** As `readDictionary`, in one go. */
export function parseDictionary(file: string): Result<Node> {
  const reading = readDictionary(file);
  let step = reading.next();
  while (!step.done) step = reading.next();
  return step.value;
}

/** The words of a node, most frequent first. */
export const wordsOf = (n: Node): Word[] =>
  Array.from(n.words.matchAll(/(\D+)(\d\d)/g), ([, text = '', cost]) => ({
    text,
    cost: Number(cost) / COST_STEPS,
  }));

/** The most frequent word of a node, without reading the others; null when no word has this very reading. */
export function firstWordOf(n: Node): Word | null {
  const found = /^(\D+)(\d\d)/.exec(n.words);
  return found === null ? null : { text: found[1] ?? '', cost: Number(found[2]) / COST_STEPS };
}

/** Index of the first syllable that is not before `s`. */
function lowerBound(syllables: readonly string[], s: string): number {
  let low = 0;
  let high = syllables.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((syllables[middle] ?? '') < s) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function childOf(n: Node, syllable: string): Node | undefined {
  const i = lowerBound(n.syllables, syllable);
  return n.syllables[i] === syllable ? n.children[i] : undefined;
}

/** Children whose syllable begins with `beginning`, the syllable that equals it included. */
export function childrenBeginning(n: Node, beginning: string): Node[] {
  const from = lowerBound(n.syllables, beginning);
  let to = from;
  while (n.syllables[to]?.startsWith(beginning)) to++;
  return n.children.slice(from, to);
}
