import { createHash } from 'node:crypto';

/** What a demonstration portrait shows. Nobody is meant: every look is drawn from the id of an invented person. */
export interface Look {
  female: boolean;
  age: Age;
  skin: Skin;
  hair: HairColour;
  hairStyle: string;
  outfit: 'suit' | 'vest' | 'shirt';
  /** Colour of the tie or scarf; null = an open collar. */
  tie: string | null;
  glasses: 'none' | 'thin' | 'full' | 'half';
  background: readonly [string, string];
  /** Small differences of a face: each from −1 to 1. */
  face: { width: number; length: number; eyes: number; brows: number; nose: number; mouth: number };
}
export type Age = 'young' | 'middle' | 'senior';
interface Skin {
  base: string;
  shade: string;
  blush: string;
  lip: string;
}
interface HairColour {
  base: string;
  light: string;
}

const SKINS: readonly Skin[] = [
  { base: '#f4d6bb', shade: '#e0b494', blush: '#e8a08a', lip: '#c9786e' },
  { base: '#f0cdad', shade: '#d9ab87', blush: '#df967c', lip: '#c07065' },
  { base: '#eac3a0', shade: '#d19f79', blush: '#d68c70', lip: '#b4685c' },
  { base: '#e4b993', shade: '#c9966e', blush: '#cd8266', lip: '#a96052' },
];
const DARK: readonly HairColour[] = [
  { base: '#1f1b1d', light: '#3d3639' },
  { base: '#2a2221', light: '#483b38' },
  { base: '#231f24', light: '#423c45' },
];
const GREYING: readonly HairColour[] = [
  { base: '#45413f', light: '#6f6a67' },
  { base: '#5b5856', light: '#8a8682' },
  { base: '#34302f', light: '#5d5754' },
];
const STYLES: Readonly<Record<'female' | 'male', Readonly<Record<Age, readonly string[]>>>> = {
  female: {
    young: ['long', 'ponytail', 'bun', 'bob', 'bangs'],
    middle: ['parted', 'bob', 'crop', 'ponytail', 'bun'],
    senior: ['waves', 'crop', 'parted'],
  },
  male: {
    young: ['fringe', 'sidePart', 'crew', 'swept'],
    middle: ['sidePart', 'crew', 'swept', 'receding'],
    senior: ['receding', 'swept', 'crew'],
  },
};
const TIES = {
  female: ['#0b5cad', '#c8402f', '#2c6e8f', null],
  male: ['#0b5cad', '#8e2f2a', '#31506f', '#1c4f7c'],
} as const;
const BACKGROUNDS: readonly (readonly [string, string])[] = [
  ['#eef2f6', '#cfdbe7'],
  ['#f0f1f1', '#d3dbdf'],
  ['#eef1f4', '#c8d6e2'],
  ['#f3f1ec', '#d6d9d8'],
];
const AGES: readonly Age[] = ['young', 'middle', 'middle', 'senior'];

/** The same person looks the same at every run. `age`, where the name suggests one. */
export function lookOf(id: string, female: boolean, age?: Age): Look {
  const draw = drawer(id);
  const pick = <T>(name: string, from: readonly T[]): T => {
    const one = from[Math.floor(draw(name) * from.length)];
    if (one === undefined) throw new Error(`nothing to pick for ${name}`);
    return one;
  };
  const years = age ?? pick('age', AGES);
  const sex = female ? 'female' : 'male';
  const outfit = pick('outfit', ['suit', 'suit', 'vest', 'shirt'] as const);
  const differ = (name: string): number => draw(name) * 2 - 1;
  return {
    female,
    age: years,
    skin: pick('skin', SKINS),
    hair: pick('hair', years === 'senior' ? GREYING : DARK),
    hairStyle: pick('style', STYLES[sex][years]),
    outfit,
    tie: pick('tie', TIES[sex]),
    glasses:
      draw('glasses') < (years === 'senior' ? 0.6 : 0.36) ? pick('frame', ['thin', 'full', 'half']) : 'none',
    background: pick('background', BACKGROUNDS),
    face: {
      width: differ('width'),
      length: differ('length'),
      eyes: differ('eyes'),
      brows: differ('brows'),
      nose: differ('nose'),
      mouth: differ('mouth'),
    },
  };
}

/** A number from 0 to 1 for every name. */
const drawer =
  (id: string) =>
  (name: string): number =>
    createHash('sha256').update(`${id} ${name}`).digest().readUInt32BE(0) / 2 ** 32;
