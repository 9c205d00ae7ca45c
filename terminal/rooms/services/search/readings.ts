import table from '../../../../assets/generated/readings.json' with { type: 'json' };

/**
 * How Chinese text is read (pinyin without tones, ü as v). Characters outside GB 2312 have no reading here: they are found
 * as themselves.
 */
const LONGEST_WORD = 4;

const usual = byCharacter(table.usual);
const others = byCharacter(table.others);
const words: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(table.words as Record<string, string>).map(([text, reading]) => [text, reading.split(' ')]),
);

function byCharacter(syllables: Record<string, string>): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const [syllable, characters] of Object.entries(syllables))
    for (const character of characters) map.set(character, [...(map.get(character) ?? []), syllable]);
  return map;
}

/**
 * The readings of each unit of a text, the likeliest first; none for what is not Chinese. In a word that settles it
 * (银行, 重新) a character has one.
 */
export function readingsOf(units: readonly string[]): (readonly string[])[] {
  const readings: (readonly string[])[] = [];
  while (readings.length < units.length) {
    const at = readings.length;
    const word = wordAt(units, at);
    if (word !== null) readings.push(...word.map((syllable) => [syllable]));
    else {
      const unit = units[at] ?? '';
      readings.push([...(usual.get(unit) ?? []), ...(others.get(unit) ?? [])]);
    }
  }
  return readings;
}

function wordAt(units: readonly string[], at: number): readonly string[] | null {
  for (let length = Math.min(LONGEST_WORD, units.length - at); length > 1; length--) {
    const reading = words.get(units.slice(at, at + length).join(''));
    if (reading?.length === length) return reading;
  }
  return null;
}

const PAIRS: readonly [string, string][] = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
];
const FINALS: readonly [string, string][] = [
  ['ang', 'an'],
  ['eng', 'en'],
  ['ing', 'in'],
];

const cache = new Map<string, readonly string[]>();

/** A syllable as it may be typed: itself, then with the sounds that people mix up (模糊音), and `u` for ü. */
export function spellingsOf(syllable: string): readonly string[] {
  const known = cache.get(syllable);
  if (known !== undefined) return known;
  const starts = PAIRS.flatMap(([long, short]) => {
    if (syllable.startsWith(long)) return [short + syllable.slice(2)];
    return syllable.startsWith(short) ? [long + syllable.slice(1)] : [];
  });
  const mixed = [syllable, ...starts].flatMap((s) => {
    const ends = FINALS.flatMap(([long, short]) => {
      if (s.endsWith(long)) return [s.slice(0, -1)];
      return s.endsWith(short) ? [`${s}g`] : [];
    });
    return [s, ...ends];
  });
  const spellings = mixed.flatMap((s) => (/^[nl]v/.test(s) ? [s, s.replace('v', 'u')] : [s]));
  cache.set(syllable, spellings);
  return spellings;
}
