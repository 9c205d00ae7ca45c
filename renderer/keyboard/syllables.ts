/**
 * The syllables of Mandarin (普通话音节) as they are typed: without tones, ü written v (`lv`, `nv`, `lve`, `nve`).
 * Source: 汉语拼音方案 (ISO 7098:2015); interjections without a vowel (`m`, `ng`, `hm`) are left out.
 */
const FINALS_OF: Readonly<Record<string, string>> = {
  '': 'a ai an ang ao e ei en eng er o ou',
  b: 'a ai an ang ao ei en eng i ian iao ie in ing o u',
  p: 'a ai an ang ao ei en eng i ian iao ie in ing o ou u',
  m: 'a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u',
  f: 'a an ang ei en eng o ou u',
  d: 'a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo',
  t: 'a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo',
  n: 'a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan un uo v ve',
  l: 'a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve',
  g: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
  k: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
  h: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
  j: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  q: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  x: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  zh: 'a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo',
  ch: 'a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo',
  sh: 'a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo',
  r: 'an ang ao e en eng i ong ou u ua uan ui un uo',
  z: 'a ai an ang ao e ei en eng i ong ou u uan ui un uo',
  c: 'a ai an ang ao e en eng i ong ou u uan ui un uo',
  s: 'a ai an ang ao e en eng i ong ou u uan ui un uo',
  y: 'a an ang ao e i in ing o ong ou u uan ue un',
  w: 'a ai an ang ei en eng o u',
};

/** All syllables, sorted. */
export const SYLLABLES: readonly string[] = Object.entries(FINALS_OF)
  .flatMap(([initial, finals]) => finals.split(' ').map((final) => initial + final))
  .sort();

/** Initials (声母) with which a syllable may be abbreviated (简拼), and the vowels that begin one without an initial. */
export const INITIALS: ReadonlySet<string> = new Set([
  ...Object.keys(FINALS_OF).filter((i) => i !== ''),
  'a',
  'e',
  'o',
]);

/** Every proper or whole beginning of a syllable. */
export const PREFIXES: ReadonlySet<string> = new Set(
  SYLLABLES.flatMap((s) => Array.from(s, (_, i) => s.slice(0, i + 1))),
);

/** Letters of the longest syllable (`zhuang`). */
export const LONGEST_SYLLABLE = Math.max(...SYLLABLES.map((s) => s.length));

/**
 * What may be typed for a whole syllable → the syllables it may mean, the literal one first.
 * `literal` counts how many of them are meant literally; the rest are fuzzy (模糊音).
 */
export type TypedSyllables = ReadonlyMap<string, { syllables: readonly string[]; literal: number }>;

/** Pairs that speakers with a southern accent do not tell apart (模糊音). */
const FUZZY_INITIALS = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
  ['n', 'l'],
] as const;
const FUZZY_FINALS = [
  ['ing', 'in'],
  ['eng', 'en'],
] as const;

const initialOf = (syllable: string): string => /^(?:[zcs]h|[b-df-hj-np-tw-z])?/.exec(syllable)?.[0] ?? '';

/** Other spellings of a syllable under the fuzzy pairs, whether or not they are syllables themselves. */
function fuzzySpellings(syllable: string): string[] {
  const initial = initialOf(syllable);
  const final = syllable.slice(initial.length);
  const alternatives = (part: string, pairs: readonly (readonly [string, string])[]): string[] => [
    part,
    ...pairs.flatMap(([a, b]) => (part === a ? [b] : part === b ? [a] : [])),
  ];
  return alternatives(initial, FUZZY_INITIALS)
    .flatMap((i) => alternatives(final, FUZZY_FINALS).map((f) => i + f))
    .filter((s) => s !== syllable);
}

function typedSyllables(fuzzy: boolean): TypedSyllables {
  const table = new Map<string, { syllables: string[]; literal: number }>();
  for (const s of SYLLABLES) table.set(s, { syllables: [s], literal: 1 });
  // lüe and nüe may be typed without the v.
  for (const s of ['lve', 'nve']) table.set(s.replace('v', 'u'), { syllables: [s], literal: 1 });
  if (!fuzzy) return table;
  for (const s of SYLLABLES)
    for (const typed of fuzzySpellings(s)) {
      const entry = table.get(typed);
      if (entry === undefined) table.set(typed, { syllables: [s], literal: 0 });
      else if (!entry.syllables.includes(s)) entry.syllables.push(s);
    }
  return table;
}

export const EXACT: TypedSyllables = typedSyllables(false);
export const FUZZY: TypedSyllables = typedSyllables(true);

/** Other beginnings meant by a typed beginning under the fuzzy pairs: `zh` means `z` too, and `n` means `l`. */
export function fuzzyBeginnings(typed: string): string[] {
  const initial = initialOf(typed);
  const rest = typed.slice(initial.length);
  const others = FUZZY_INITIALS.flatMap(([a, b]) => (initial === a ? [b] : initial === b ? [a] : []));
  return others.map((i) => i + rest).filter((b) => PREFIXES.has(b));
}
