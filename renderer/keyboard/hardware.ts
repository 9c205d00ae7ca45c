import type { Composition, Key } from './composition.ts';
import type { Candidate } from './engine.ts';

/** What the keyboard reads of a `KeyboardEvent`. */
export interface Stroke {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** A system input method is composing: its keys are not ours. */
  isComposing: boolean;
}

export type StrokeAction = Key | { type: 'page'; by: 1 | -1 };

/**
 * What a stroke on a hardware keyboard means, or null when it is not the keyboard's: shortcuts, Tab, arrows, and Enter
 * or the space bar on a focused button, which press that button.
 *
 * @param page the candidates on show: digits pick from them.
 * @param onButton whether a button has the focus.
 */
export function actionOf(
  stroke: Stroke,
  c: Composition,
  page: readonly Candidate[],
  onButton: boolean,
): StrokeAction | null {
  const { key } = stroke;
  if (stroke.ctrlKey || stroke.altKey || stroke.metaKey || stroke.isComposing) return null;
  if (key === 'Backspace') return { type: 'backspace' };
  if (onButton && (key === ' ' || key === 'Enter')) return null;
  const composing = c.pinyin !== '';
  if (key === 'Enter') return composing ? { type: 'literal' } : { type: 'done' };
  if (key === ' ') return { type: 'space' };
  if (composing && (key === 'PageDown' || key === '=')) return { type: 'page', by: 1 };
  if (composing && (key === 'PageUp' || key === '-')) return { type: 'page', by: -1 };
  if (composing && /^[1-9]$/.test(key)) {
    const candidate = page[Number(key) - 1];
    return candidate === undefined ? null : { type: 'pick', candidate };
  }
  if ([...key].length !== 1 || /^\p{C}$/u.test(key)) return null;
  if (c.layer !== 'case') return { type: 'text', text: chinesePunctuation(key, c.layer === 'pinyin') };
  return /^[0-9A-Za-z-]$/.test(key) ? { type: 'text', text: key.toUpperCase() } : null;
}

const PUNCTUATION: Readonly<Record<string, string>> = {
  ',': '，',
  '.': '。',
  '?': '？',
  '!': '！',
  ':': '：',
  ';': '；',
  '(': '（',
  ')': '）',
  '\\': '、',
};

const chinesePunctuation = (key: string, chinese: boolean): string =>
  chinese ? (PUNCTUATION[key] ?? key) : key;
