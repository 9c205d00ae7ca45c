import { codePoints } from '../../contracts/levels.ts';
import { type Candidate, MAX_PINYIN } from './engine.ts';

/** Which keys are shown: letters for pinyin, letters for Latin text, digits and signs, or the keys of a case number. */
export type Layer = 'pinyin' | 'latin' | 'symbols' | 'case';

/** Text being written and the pinyin not yet turned into text. */
export interface Composition {
  value: string;
  pinyin: string;
  layer: Layer;
  /** Signs of the layer `symbols`: those of the letters that were shown before it. */
  signs: 'chinese' | 'latin';
  shift: boolean;
  /** 模糊音: accept syllables that sound alike in southern speech. */
  fuzzy: boolean;
  /** What is as long as it may be, when the last key did nothing for that reason. */
  full: 'text' | 'pinyin' | null;
  /** Set by the key 完成 once everything typed is in the text. */
  done: boolean;
}

export type Key =
  | { type: 'text'; text: string }
  | { type: 'backspace' | 'space' | 'clear' | 'done' | 'shift' | 'fuzzy' | 'literal' }
  | { type: 'layer'; layer: Layer }
  | { type: 'pick'; candidate: Candidate };

/** Candidates for pinyin; an empty list while the dictionary is not there. */
export type Candidates = (pinyin: string, fuzzy: boolean) => readonly Candidate[];

export const start = (value: string, layer: Layer): Composition => ({
  value,
  pinyin: '',
  layer,
  signs: layer === 'latin' ? 'latin' : 'chinese',
  shift: false,
  fuzzy: false,
  full: null,
  done: false,
});

/**
 * The composition after one key. Nothing typed is ever lost but by backspace or clear: text that does not fit leaves
 * everything as it was and sets `full`.
 *
 * @param maxLength longest text, in code points.
 */
export function press(c: Composition, key: Key, maxLength: number, candidates: Candidates): Composition {
  const now: Composition = { ...c, full: null, done: false };
  switch (key.type) {
    case 'text':
      return typed(now, key.text, maxLength, candidates);
    case 'backspace':
      return now.pinyin !== ''
        ? { ...now, pinyin: now.pinyin.slice(0, -1) }
        : { ...now, value: [...now.value].slice(0, -1).join('') };
    case 'clear':
      return { ...now, value: '', pinyin: '' };
    case 'space':
      return now.pinyin !== '' ? pickFirst(now, maxLength, candidates) : append(now, ' ', maxLength);
    case 'literal':
      return appendPinyin(now, maxLength);
    case 'pick':
      return pick(now, key.candidate, maxLength);
    case 'shift':
      return { ...now, shift: !now.shift };
    case 'fuzzy':
      return { ...now, fuzzy: !now.fuzzy };
    case 'layer':
      return changeLayer(now, key.layer, maxLength);
    case 'done': {
      const settled = settle(now, maxLength, candidates);
      return settled.full !== null ? settled : { ...settled, done: true };
    }
  }
}

function changeLayer(c: Composition, layer: Layer, maxLength: number): Composition {
  const signs = layer === 'latin' ? 'latin' : layer === 'pinyin' ? 'chinese' : c.signs;
  const after: Composition = { ...c, layer, signs, shift: false };
  if (layer !== 'latin') return after;
  // Who changes to Latin letters meant those already typed as they stand.
  const settled = appendPinyin(after, maxLength);
  return settled.full !== null ? { ...c, full: 'text' } : settled;
}

function typed(c: Composition, text: string, maxLength: number, candidates: Candidates): Composition {
  if (c.layer === 'pinyin' && /^[a-zA-Z]$/.test(text)) return addToPinyin(c, text.toLowerCase());
  if (c.layer === 'pinyin' && text === "'" && c.pinyin !== '') {
    return c.pinyin.endsWith("'") ? c : addToPinyin(c, text);
  }
  const settled = settle(c, maxLength, candidates);
  if (settled.full !== null) return { ...c, full: 'text' };
  const after = append(settled, text, maxLength);
  if (after.full !== null) return { ...c, full: 'text' };
  return { ...after, shift: false };
}

const addToPinyin = (c: Composition, letter: string): Composition =>
  c.pinyin.length < MAX_PINYIN ? { ...c, pinyin: c.pinyin + letter } : { ...c, full: 'pinyin' };

function append(c: Composition, text: string, maxLength: number): Composition {
  const value = c.value + text;
  return codePoints(value) <= maxLength ? { ...c, value } : { ...c, full: 'text' };
}

function appendPinyin(c: Composition, maxLength: number): Composition {
  const after = append(c, c.pinyin.replaceAll("'", ''), maxLength);
  return after.full !== null ? after : { ...after, pinyin: '' };
}

function pick(c: Composition, candidate: Candidate, maxLength: number): Composition {
  const after = append(c, candidate.text, maxLength);
  return after.full !== null
    ? after
    : { ...after, pinyin: c.pinyin.slice(candidate.consumed).replace(/^'+/, '') };
}

function pickFirst(c: Composition, maxLength: number, candidates: Candidates): Composition {
  const first = candidates(c.pinyin, c.fuzzy)[0];
  return first === undefined ? appendPinyin(c, maxLength) : pick(c, first, maxLength);
}

/** Turns all pinyin into text by its first candidates. A candidate consumes at least one letter, so this ends. */
function settle(c: Composition, maxLength: number, candidates: Candidates): Composition {
  let now = c;
  while (now.pinyin !== '') {
    now = pickFirst(now, maxLength, candidates);
    if (now.full !== null) return { ...c, full: 'text' };
  }
  return now;
}
