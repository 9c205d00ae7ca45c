/**
 * Makes the dictionary of the pinyin keyboard, `assets/generated/pinyin.txt`: `node scripts/make-pinyin.ts`.
 * The same versions of the sources give the same bytes; `--check` compares instead of writing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pinyin } from 'pinyin-pro';
import { SYLLABLES } from '../renderer/keyboard/syllables.ts';

const ROOT = join(import.meta.dirname, '..');
export const OUT = join(ROOT, 'assets/generated/pinyin.txt');
const HALL_WORDS = join(ROOT, 'renderer/keyboard/hall-words.txt');
const LEFT_OUT = join(ROOT, 'renderer/keyboard/left-out-words.txt');

const WORDS = 60_000;
const LONGEST_WORD = 8;
/** Frequency of a word of the hall, of about the rank of 窗口 or 办事 in jieba's list. */
const HALL_FREQUENCY = 1500;
/** Frequency of a GB 2312 character that jieba's list does not have as a word: below every listed one. */
const UNLISTED_FREQUENCY = 0.5;
/** jieba's list overrates some rare characters (浜, 浠): those of GB 2312 level 2 count for this share only. */
const LEVEL_2_SHARE = 0.1;
/**
 * Share of a character's frequency that a reading other than its usual one gets: what it has in the words of the list
 * (行 in 银行), within these bounds.
 */
const OTHER_READING = { least: 0.0001, most: 0.1 };
/** The cost of a word is −ln(its share of all occurrences) in fifths, so that two digits hold it. */
const COST_STEPS = 5;

const HEADER = `# Dictionary of the pinyin keyboard. Made by scripts/make-pinyin.ts; do not edit.
# Words and frequencies: dict.txt of @node-rs/jieba (from jieba by Sun Junyi), MIT License.
# Readings: pinyin-pro by zh-lx, MIT License. Characters: GB 2312-80, levels 1 and 2. Words of the hall: own work.
# A line: reading, tab, words of that reading, most frequent first, each followed by its cost in two digits
# (−ln of its share of all occurrences, in fifths). A space parts the syllables; ü is written v.
`;

interface Word {
  text: string;
  frequency: number;
}

/** The characters of GB 2312: 3,755 of level 1 (rows 16 to 55), 3,008 of level 2 (rows 56 to 87). */
export function gb2312Characters(level: 1 | 2): string[] {
  const decoder = new TextDecoder('gbk');
  const characters: string[] = [];
  const [first, last] = level === 1 ? [0xb0, 0xd7] : [0xd8, 0xf7];
  for (let row = first; row <= last; row++)
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const c = decoder.decode(Uint8Array.of(row, cell));
      if (/^\p{Script=Han}$/u.test(c)) characters.push(c);
    }
  return characters;
}

/** Words of jieba's list: `word frequency part-of-speech` a line. Transliterated names (nrt) are left out. */
function readJieba(): Word[] {
  const folder = dirname(createRequire(import.meta.url).resolve('@node-rs/jieba/package.json'));
  return readFileSync(join(folder, 'dict.txt'), 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter((parts) => parts.length >= 2 && parts[2] !== 'nrt')
    .map(([text = '', frequency = '']) => ({ text, frequency: Number(frequency) }));
}

const readWords = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .replaceAll(/^#.*$/gm, '')
    .split(/\s+/)
    .filter((w) => w !== '');

const byFrequency = (a: Word, b: Word): number =>
  b.frequency - a.frequency || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);

const syllables: ReadonlySet<string> = new Set(SYLLABLES);

/** The readings of one character, the usual one first; interjections without a vowel are read `en`. */
function readingsOfCharacter(c: string): string[] {
  const readings = pinyin(c, { multiple: true, toneType: 'none', v: true, type: 'array' });
  const typed = readings.map((r) => (r === 'n' || r === 'ng' ? 'en' : r)).filter((r) => syllables.has(r));
  return [...new Set(typed)];
}

/** The reading of a word in its own context, or null when a syllable of it cannot be typed. */
function readingOfWord(word: string): string[] | null {
  const reading = pinyin(word, { toneType: 'none', v: true, type: 'array', toneSandhi: false });
  return reading.length === [...word].length && reading.every((s) => syllables.has(s)) ? reading : null;
}

export function makeDictionary(): string {
  const level2 = new Set(gb2312Characters(2));
  const characters = [...gb2312Characters(1), ...level2];
  const known = new Set(characters);
  const jieba = readJieba();
  const frequencyOf = new Map(jieba.map((w) => [w.text, w.frequency]));
  const total = jieba.reduce((sum, w) => sum + w.frequency, 0);

  const leftOut = readWords(LEFT_OUT);
  const words = jieba
    .filter(({ text }) => !leftOut.some((w) => text.includes(w)))
    .filter(({ text }) => {
      const cs = [...text];
      return cs.length >= 2 && cs.length <= LONGEST_WORD && cs.every((c) => known.has(c));
    })
    .sort(byFrequency)
    .slice(0, WORDS);
  const chosen = new Map(words.map((w) => [w.text, w.frequency]));
  for (const text of readWords(HALL_WORDS)) chosen.set(text, Math.max(chosen.get(text) ?? 0, HALL_FREQUENCY));

  const lines = new Map<string, Word[]>();
  const add = (reading: string, word: Word): void => {
    const line = lines.get(reading);
    if (line === undefined) lines.set(reading, [word]);
    else line.push(word);
  };
  const uses = new Map<string, number>();
  const countUse = (key: string, frequency: number) => uses.set(key, (uses.get(key) ?? 0) + frequency);
  for (const [text, frequency] of chosen) {
    const reading = readingOfWord(text);
    if (reading === null) continue;
    add(reading.join(' '), { text, frequency });
    [...text].forEach((c, i) => {
      countUse(c, frequency);
      countUse(`${c} ${reading[i]}`, frequency);
    });
  }
  for (const text of characters) {
    const listed = (frequencyOf.get(text) ?? 0) * (level2.has(text) ? LEVEL_2_SHARE : 1);
    readingsOfCharacter(text).forEach((reading, i) => {
      const share = (uses.get(`${text} ${reading}`) ?? 0) / (uses.get(text) ?? 1);
      const part = i === 0 ? 1 : Math.min(OTHER_READING.most, Math.max(OTHER_READING.least, share));
      add(reading, { text, frequency: Math.max(listed, UNLISTED_FREQUENCY) * part });
    });
  }

  const cost = (frequency: number): string =>
    String(Math.min(99, Math.round(-Math.log(frequency / total) * COST_STEPS))).padStart(2, '0');
  const body = [...lines]
    .sort(([a], [b]) => compareReadings(a, b))
    .map(([reading, ws]) => {
      const list = ws.sort(byFrequency).map((w) => w.text + cost(w.frequency));
      return `${reading}\t${list.join('')}\n`;
    });
  return HEADER + body.join('');
}

/** Syllable by syllable, so that a reading stands directly before the longer ones that begin with it. */
function compareReadings(a: string, b: string): number {
  const x = a.split(' ');
  const y = b.split(' ');
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const s = x[i] ?? '';
    const t = y[i] ?? '';
    if (s !== t) return s < t ? -1 : 1;
  }
  return x.length - y.length;
}

if (import.meta.main) {
  const made = makeDictionary();
  if (process.argv.includes('--check')) {
    if (readFileSync(OUT, 'utf8') !== made) {
      process.stderr.write('assets/generated/pinyin.txt is not what scripts/make-pinyin.ts makes.\n');
      process.exitCode = 1;
    }
  } else {
    writeFileSync(OUT, made);
    process.stdout.write(`${OUT}: ${made.split('\n').length} lines, ${Buffer.byteLength(made)} bytes\n`);
  }
}
