/**
 * Makes `assets/generated/readings.json`, by which the kiosk's search reads names, from the keyboard's dictionary
 * `assets/generated/pinyin.txt`: `node scripts/make-readings.ts`; `--check` compares instead of writing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const DICTIONARY = join(ROOT, 'assets/generated/pinyin.txt');
export const OUT = join(ROOT, 'assets/generated/readings.json');

/** Words with a reading of their own are short; longer ones are made of these. */
const LONGEST_WORD = 4;
/** A further reading of a character counts from this cost above its usual one, in fifths: rarer ones only mislead. */
const RARER = 35;

interface Reading {
  syllable: string;
  cost: number;
}

/** Readings of each character, the usual one first, and words in which a character is read otherwise. */
export function makeReadings(dictionary: string): string {
  const characters = new Map<string, Reading[]>();
  const words: [text: string, reading: string][] = [];
  for (const line of dictionary.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [reading = '', list = ''] = line.split('\t');
    for (const [, text = '', cost] of list.matchAll(/(\D+)(\d\d)/g)) {
      const length = [...text].length;
      if (length === 1)
        characters.set(text, [...(characters.get(text) ?? []), { syllable: reading, cost: Number(cost) }]);
      else if (length <= LONGEST_WORD) words.push([text, reading]);
    }
  }
  const usual: Record<string, string> = {};
  const others: Record<string, string> = {};
  const add = (to: Record<string, string>, syllable: string, character: string) => {
    to[syllable] = (to[syllable] ?? '') + character;
  };
  const usualOf = new Map<string, string>();
  for (const [character, readings] of characters) {
    const [first, ...rest] = readings.toSorted((a, b) => a.cost - b.cost);
    if (first === undefined) continue;
    usualOf.set(character, first.syllable);
    add(usual, first.syllable, character);
    for (const { syllable, cost } of rest) if (cost - first.cost <= RARER) add(others, syllable, character);
  }
  const plainly = (text: string) => [...text].map((c) => usualOf.get(c)).join(' ');
  const exceptions = words
    .filter(([text, reading]) => plainly(text) !== reading)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ usual, others, words: Object.fromEntries(exceptions) }, null, 0)}\n`;
}

if (import.meta.main) {
  const made = makeReadings(readFileSync(DICTIONARY, 'utf8'));
  if (process.argv.includes('--check')) {
    if (readFileSync(OUT, 'utf8') !== made) {
      process.stderr.write('assets/generated/readings.json is not what scripts/make-readings.ts makes.\n');
      process.exitCode = 1;
    }
  } else {
    writeFileSync(OUT, made);
    process.stdout.write(`${OUT}: ${Buffer.byteLength(made)} bytes\n`);
  }
}
