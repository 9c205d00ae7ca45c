/** What a demonstration portrait shows. All of it follows from the person's id: nobody real is drawn. */
export interface Traits {
  female: boolean;
  age: 'young' | 'middle' | 'senior';
  skin: Skin;
  /** Colour of the hair and its lighter strand. */
  hair: { base: string; light: string };
  /** Index into the hair styles of the gender. */
  style: number;
  glasses: 'none' | 'thin' | 'browline';
  outfit: 'suit' | 'shirt' | 'vest';
  cloth: { base: string; shade: string; light: string };
  accent: string;
  /** Half the width of the face at the cheekbones and at the jaw. */
  cheek: number;
  jaw: number;
  chin: number;
  /** Height of the eyebrows' arch and width of the smile. */
  arch: number;
  smile: number;
}
export interface Skin {
  base: string;
  shade: string;
  line: string;
  lip: string;
}

const SKINS: readonly Skin[] = [
  { base: '#f2d3b8', shade: '#e2b999', line: '#b98766', lip: '#b9655b' },
  { base: '#eec9a9', shade: '#dcae8a', line: '#b07d5b', lip: '#b05d52' },
  { base: '#e6bc98', shade: '#d0a07a', line: '#a26f4e', lip: '#a4564b' },
];
const DARK = [
  { base: '#1d1b20', light: '#3a363d' },
  { base: '#262024', light: '#453b3f' },
  { base: '#2f2622', light: '#51433b' },
];
const GREYING = [
  { base: '#4a484b', light: '#77757a' },
  { base: '#6b6a6d', light: '#98979b' },
];
const SUITS = [
  { base: '#1d3557', shade: '#16294a', light: '#2b4a75' },
  { base: '#22303f', shade: '#1a2531', light: '#35475b' },
  { base: '#2a3a5e', shade: '#212e4c', light: '#3c4f7a' },
];
const SHIRTS = [
  { base: '#cfdff0', shade: '#b4cae1', light: '#e6eff8' },
  { base: '#f1f3f5', shade: '#d6dce3', light: '#ffffff' },
];
const ACCENTS = ['#0b5cad', '#8f2f2a', '#24476f', '#5a6f86', '#2f6f6b'];

/** Styles of `hair.ts` by gender and age: young hair does not recede and the old do not wear a fringe. */
const STYLES = {
  male: { young: [0, 1, 4], middle: [0, 1, 2], senior: [2, 3, 0] },
  female: { young: [0, 1, 2, 4], middle: [0, 2, 3, 4], senior: [3, 5, 0] },
} as const;

/** Deterministic numbers of an id: FNV-1a over the id and the trait's name, then a final mix. */
function draw(id: string, trait: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${id}/${trait}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

export function traitsOf(id: string, female: boolean): Traits {
  const number = (trait: string, from: number, to: number) =>
    Math.round((from + draw(id, trait) * (to - from)) * 10) / 10;
  const pick = <T>(trait: string, list: readonly T[]): T => {
    const chosen = list[Math.floor(draw(id, trait) * list.length)];
    if (chosen === undefined) throw new RangeError(`nothing to pick for ${trait}`);
    return chosen;
  };
  const age = pick('age', ['young', 'young', 'middle', 'middle', 'middle', 'senior'] as const);
  const outfit = pick('outfit', ['suit', 'suit', 'shirt', 'vest'] as const);
  return {
    female,
    age,
    skin: pick('skin', SKINS),
    hair: pick('hair', age === 'senior' && !female ? GREYING : DARK),
    style: pick('style', STYLES[female ? 'female' : 'male'][age]),
    glasses: pick('glasses', ['none', 'none', 'none', 'thin', 'browline'] as const),
    outfit,
    cloth: pick('cloth', outfit === 'shirt' ? SHIRTS : SUITS),
    accent: pick('accent', ACCENTS),
    cheek: female ? number('cheek', 58, 63) : number('cheek', 61, 67),
    jaw: female ? number('jaw', 36, 43) : number('jaw', 43, 51),
    chin: female ? number('chin', 286, 293) : number('chin', 291, 299),
    arch: number('arch', 3, 7),
    smile: number('smile', 14, 18),
  };
}
