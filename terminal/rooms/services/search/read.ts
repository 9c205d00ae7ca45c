import { readingsOf, spellingsOf } from './readings.ts';
import type { Text } from './text.ts';

/** A word of a query: Chinese characters, pinyin in full or by initials (简拼), or any mixture of them. */
export interface Word {
  plain: string;
  /** Pinyin or English, and nothing else. */
  inLetters: boolean;
  units: readonly string[];
  /** Spellings of each Chinese character's likeliest reading; empty for letters and digits. */
  sounds: readonly (readonly string[])[];
  /** From each unit on, the letters up to the next that is none. */
  tails: readonly string[];
}

export function wordOf(plain: string): Word {
  const units = [...plain];
  const sounds = readingsOf(units).map(([first]) => (first === undefined ? [] : spellingsOf(first)));
  const tails = units.map((_, at) => /^[a-z]*/.exec(units.slice(at).join(''))?.[0] ?? '');
  return { plain, units, sounds, tails, inLetters: /^[a-z]+$/.test(plain) };
}

/** How far a way of writing is from the text itself, by unit of the text. */
const COST = {
  spelling: 0.2,
  mixedSpelling: 0.4,
  unfinished: 0.5,
  sound: 0.5,
  mixedSound: 0.7,
  initial: 0.8,
};

export interface Reading {
  /** Mean cost of a unit: 0 the very text … 0.8 initials alone. */
  cost: number;
  /** Unit of the text at which it begins, and how many it covers. */
  from: number;
  length: number;
}

/** A part of the word that has been read. */
interface State {
  at: number;
  cost: number;
  from: number;
}

/** The best way in which a word stands for a part of a text; null: none. */
export function readAs(word: Word, text: Text): Reading | null {
  let best: Reading | null = null;
  let states: State[] = [];
  for (let u = 0; u < text.units.length; u++) {
    const begins = mayBegin(word, text, u);
    if (states.length === 0 && !begins) continue;
    const next: State[] = [];
    for (const state of states) step(word, text, u, state, next);
    if (begins) step(word, text, u, { at: 0, cost: 0, from: u }, next);
    states = [];
    for (const state of next) {
      if (state.at < word.units.length) keepBest(states, state);
      else {
        const length = u - state.from + 1;
        const cost = state.cost / length;
        if (best === null || cost < best.cost) best = { cost, from: state.from, length };
      }
    }
  }
  return best;
}

function keepBest(states: State[], state: State): void {
  const rival = states.findIndex((s) => s.at === state.at);
  if (rival === -1) states.push(state);
  else if (state.cost < (states[rival]?.cost ?? 0)) states[rival] = state;
}

function mayBegin(word: Word, text: Text, u: number): boolean {
  const typed = word.units[0];
  if (typed === undefined) return false;
  if (typed === text.units[u]) return true;
  const sounds = word.sounds[0] ?? [];
  if (sounds.length === 0) return text.initials[u]?.includes(typed) === true;
  return text.readings[u]?.some((reading) => sounds.includes(reading)) === true;
}

/** The ways in which the unit `u` of the text may be written where the word has been read up to. */
function step(word: Word, text: Text, u: number, { at, cost, from }: State, next: State[]): void {
  const typed = word.units[at] ?? '';
  if (typed === text.units[u]) {
    next.push({ at: at + 1, cost, from });
    return;
  }
  const readings = text.readings[u] ?? [];
  const sounds = word.sounds[at] ?? [];
  if (sounds.length > 0) {
    const heard = readings.find((reading) => sounds.includes(reading));
    if (heard === undefined) return;
    next.push({ at: at + 1, cost: cost + (heard === sounds[0] ? COST.sound : COST.mixedSound), from });
    return;
  }
  const tail = word.tails[at] ?? '';
  const toEnd = at + tail.length === word.units.length;
  for (const reading of readings) {
    if (reading[0] !== typed) continue;
    spellingsOf(reading).forEach((spelling, i) => {
      if (tail.startsWith(spelling)) {
        const more = i === 0 ? COST.spelling : COST.mixedSpelling;
        next.push({ at: at + spelling.length, cost: cost + more, from });
      } else if (toEnd && spelling.startsWith(tail))
        next.push({ at: word.units.length, cost: cost + COST.unfinished, from });
    });
    next.push({ at: at + 1, cost: cost + COST.initial, from });
    if (reading[1] === 'h' && tail[1] === 'h') next.push({ at: at + 2, cost: cost + COST.initial, from });
  }
}
