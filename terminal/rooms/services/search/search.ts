import { editsWithin, type Pattern, patternOf, slipsIn } from './edits.ts';
import { type Reading, readAs, type Word, wordOf } from './read.ts';
import { codesOf, isHan, letterSetOf, normalised, type Text, textOf, wordsOf } from './text.ts';

/** What is searched of an item. */
export interface Searched {
  code: string;
  name: { zh: string; en: string };
  department: { zh: string; en: string };
  keywords: readonly string[];
}

interface Entry {
  code: string;
  /** As it is typed. */
  plainCode: string;
  name: Text;
  texts: readonly Text[];
  /** In lower case, with a space in front of each word. */
  english: string;
  englishCodes: readonly number[];
  englishSet: number;
  /** Pairs of neighbouring characters in all of its texts. */
  pairs: ReadonlySet<string>;
  department: Text;
}

export interface Search {
  /** Codes of the best items, best first, at most `most`. Any text may be asked for. */
  find(query: string, most: number): string[];
}

const WEIGHT = { name: 0, keyword: -7, department: -30 };
/** Points of a word that stands in a text as it is, before what `scoreOf` takes off. */
const EXACT = 100;
/** Points of a whole code, or its beginning from this length on. */
const CODE = 130;
const LEAST_CODE = 4;
/** Points of an English word, and shortest one that counts in the middle of another. */
const ENGLISH = { start: 92, middle: 70, least: 3 };
const SLIP = { points: 62, each: 9 };
const PAIRS = { points: 55, least: 0.5 };

/** Makes the index of a catalogue; items may be handed in slices. */
export function createIndex(): { add(items: readonly Searched[]): void; search: Search } {
  const entries: Entry[] = [];
  const departmentOf = shared((zh) => textOf(zh, WEIGHT.department));
  const keywordOf = shared((zh) => textOf(zh, WEIGHT.keyword));
  return {
    add(items) {
      for (const { code, name, department, keywords } of items) {
        const named = textOf(name.zh, WEIGHT.name);
        const texts = [named, ...keywords.map(keywordOf)];
        const english = ` ${name.en.toLowerCase()}`;
        entries.push({
          code,
          plainCode: normalised(code),
          name: named,
          texts,
          english,
          englishCodes: codesOf(english),
          englishSet: letterSetOf(english),
          pairs: pairsOf(texts),
          department: departmentOf(department.zh),
        });
      }
    },
    search: { find: (query, most) => find(entries, query, most) },
  };
}

/** The same text is made once, and is then read once for a query. */
function shared(make: (source: string) => Text): (source: string) => Text {
  const made = new Map<string, Text>();
  return (source) => {
    const text = made.get(source) ?? make(source);
    made.set(source, text);
    return text;
  };
}

interface Hit {
  entry: Entry;
  score: number;
}

function find(entries: readonly Entry[], query: string, most: number): string[] {
  const words = wordsOf(query).map(wordOf);
  if (words.length === 0) return [];
  const code = normalised(query);
  const hits = new Map<Entry, number>();
  const readers = words.map(readerOf);
  for (const entry of entries) {
    const score = exactly(readers, entry, code);
    if (score > 0) hits.set(entry, score);
  }
  if (hits.size < most) {
    const loose = words.map(looselyOf);
    for (const entry of entries) {
      if (hits.has(entry)) continue;
      const score = loosely(loose, entry);
      if (score > 0) hits.set(entry, score);
    }
  }
  return [...hits]
    .map(([entry, score]): Hit => ({ entry, score }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        a.entry.name.units.length - b.entry.name.units.length ||
        (a.entry.code < b.entry.code ? -1 : 1),
    )
    .slice(0, most)
    .map(({ entry }) => entry.code);
}

interface Reader {
  word: Word;
  /** Score of a text; one that several items share is read once. */
  read(text: Text): number;
}

function readerOf(word: Word): Reader {
  const known = new Map<Text, number>();
  return {
    word,
    read(text) {
      if (text.weight === WEIGHT.name) return scoreOf(readAs(word, text), text);
      const score = known.get(text) ?? scoreOf(readAs(word, text), text);
      known.set(text, score);
      return score;
    },
  };
}

/** Mean over the words, each at its best; 0: one of them is not found. */
function exactly(readers: readonly Reader[], entry: Entry, code: string): number {
  if (code.length >= LEAST_CODE && entry.plainCode.startsWith(code)) return CODE;
  let sum = 0;
  for (const { word, read } of readers) {
    let best = englishScore(word, entry);
    for (const text of entry.texts) best = Math.max(best, read(text));
    if (best === 0) best = read(entry.department);
    if (best === 0) return 0;
    sum += best;
  }
  return sum / readers.length;
}

/** A word that begins the text, or is all of it, counts more. */
function scoreOf(reading: Reading | null, text: Text): number {
  if (reading === null) return 0;
  const covered = reading.length / text.units.length;
  return Math.max(1, EXACT + text.weight - 40 * reading.cost + 8 * covered + (reading.from === 0 ? 4 : 0));
}

function englishScore({ plain, inLetters }: Word, { english }: Entry): number {
  if (!inLetters) return 0;
  if (plain.length >= 2 && english.includes(` ${plain}`)) return ENGLISH.start;
  return plain.length >= ENGLISH.least && english.includes(plain) ? ENGLISH.middle : 0;
}

interface Loose {
  slips: number;
  inLetters: boolean;
  pattern: Pattern | null;
  letterSet: number;
  pairs: readonly string[];
}

function looselyOf(word: Word): Loose {
  const { inLetters } = word;
  return {
    inLetters,
    slips: slipsIn(word.units.length, inLetters),
    pattern: patternOf(codesOf(word.units)),
    letterSet: letterSetOf(word.plain),
    pairs: inLetters ? [] : pairsIn(word.units),
  };
}

/** With slips, or in another order; 0: not even so. */
function loosely(words: readonly Loose[], entry: Entry): number {
  let sum = 0;
  for (const word of words) {
    const best = Math.max(slipScore(word, entry), pairScore(word, entry));
    if (best === 0) return 0;
    sum += best;
  }
  return sum / words.length;
}

function slipScore({ pattern, slips, inLetters, letterSet }: Loose, entry: Entry): number {
  if (pattern === null || slips === 0) return 0;
  let best = 0;
  for (const text of entry.texts) {
    if (inLetters && lacks(text.letterSet, letterSet) > slips) continue;
    const edits = editsWithin(pattern, inLetters ? text.letterCodes : text.unitCodes, slips);
    if (edits <= slips) best = Math.max(best, SLIP.points + text.weight - SLIP.each * edits);
  }
  if (inLetters && best === 0 && lacks(entry.englishSet, letterSet) <= slips) {
    const edits = editsWithin(pattern, entry.englishCodes, slips);
    if (edits <= slips) best = SLIP.points - SLIP.each * (edits + 1);
  }
  return best;
}

/** Letters of `wanted` that are not in `set`: each is a slip at least. */
function lacks(set: number, wanted: number): number {
  let missing = wanted & ~set;
  let count = 0;
  for (; missing !== 0; count++) missing &= missing - 1;
  return count;
}

function pairScore({ pairs }: Loose, entry: Entry): number {
  if (pairs.length < 2) return 0;
  const share = pairs.filter((pair) => entry.pairs.has(pair)).length / pairs.length;
  return share >= PAIRS.least ? PAIRS.points * share : 0;
}

function pairsIn(units: readonly string[]): string[] {
  const pairs: string[] = [];
  for (let i = 1; i < units.length; i++) {
    const [a = '', b = ''] = units.slice(i - 1, i + 1);
    if (isHan(a) && isHan(b)) pairs.push(a + b);
  }
  return pairs;
}

const pairsOf = (texts: readonly Text[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => pairsIn(text.units)));
