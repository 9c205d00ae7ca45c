import { readingsOf } from './readings.ts';

/** Longest query that is looked at, in units. */
export const MAX_UNITS = 40;

/** One text that an item is found by. */
export interface Text {
  /** Chinese characters, letters and digits, one each. */
  units: readonly string[];
  /** Of each unit; empty for what is not Chinese. */
  readings: readonly (readonly string[])[];
  /** Letters with which each unit's readings begin. */
  initials: readonly string[];
  plain: string;
  /** Code points of the units, and of all of it in letters by the likeliest readings. */
  unitCodes: readonly number[];
  letterCodes: readonly number[];
  /** Which of a–z those letters are, a bit each. */
  letterSet: number;
  /** What it is: a name counts more than what else people call it. */
  weight: number;
}

/** Letters, digits and Chinese characters of a text in lower case; full-width forms are made narrow. */
export const normalised = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

export function textOf(source: string, weight: number): Text {
  const plain = normalised(source);
  const units = [...plain];
  const readings = readingsOf(units);
  const letters = units.map((unit, i) => readings[i]?.[0] ?? unit).join('');
  return {
    units,
    readings,
    initials: readings.map((of) => of.map((reading) => reading.charAt(0)).join('')),
    plain,
    weight,
    unitCodes: codesOf(units),
    letterCodes: codesOf(letters),
    letterSet: letterSetOf(letters),
  };
}

export const codesOf = (units: Iterable<string>): number[] =>
  Array.from(units, (unit) => unit.codePointAt(0) ?? 0);

const A = 'a'.charCodeAt(0);
export function letterSetOf(text: string): number {
  let set = 0;
  for (const letter of text) if (letter >= 'a' && letter <= 'z') set |= 1 << (letter.charCodeAt(0) - A);
  return set;
}

/** What people type around what they look for. */
const FILLERS =
  /^(?:我想要?|我要|请问|怎么样?|如何|想要?|要|去哪里?|在哪里?)*(?:办理?)?|(?:怎么办理?|如何办理?|在哪里?办理?|去哪里?办理?|需要什么材料|要什么材料|办理流程|怎么弄|吗|呢)+$/gu;

/** The words of a query, without what says only that something is wanted; at most `MAX_UNITS` in all. */
export function wordsOf(query: string): string[] {
  let left = MAX_UNITS;
  return query
    .normalize('NFKC')
    .split(/[\s,，、;；/]+/u)
    .map((word) => {
      const plain = normalised(word);
      const bare = plain.replaceAll(FILLERS, '');
      const kept = [...(bare.length < 2 ? plain : bare)].slice(0, left);
      left -= kept.length;
      return kept.join('');
    })
    .filter((word) => word !== '');
}

export const isHan = (unit: string): boolean => /\p{Script=Han}/u.test(unit);
