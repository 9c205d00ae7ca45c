import type { Key, Layer } from './composition.ts';

/** Keys that are more than their text. simple-keyboard writes such names in braces. */
export const SPECIAL: Readonly<Record<string, Key>> = {
  '{bksp}': { type: 'backspace' },
  '{space}': { type: 'space' },
  '{clear}': { type: 'clear' },
  '{done}': { type: 'done' },
  '{shift}': { type: 'shift' },
  '{latin}': { type: 'layer', layer: 'latin' },
  '{pinyin}': { type: 'layer', layer: 'pinyin' },
  '{symbols}': { type: 'layer', layer: 'symbols' },
};

export type LayoutName = Layer | 'latinShift' | 'symbolsLatin';

/** Rows of keys, a space between keys, as simple-keyboard reads them. */
export const LAYOUTS: Readonly<Record<LayoutName, string[]>> = {
  pinyin: [
    'q w e r t y u i o p',
    'a s d f g h j k l',
    "' z x c v b n m {bksp}",
    '{symbols} {latin} ， {space} 。 {done}',
  ],
  latin: [
    'q w e r t y u i o p',
    'a s d f g h j k l',
    '{shift} z x c v b n m {bksp}',
    '{symbols} {pinyin} , {space} . {done}',
  ],
  latinShift: [
    'Q W E R T Y U I O P',
    'A S D F G H J K L',
    '{shift} Z X C V B N M {bksp}',
    '{symbols} {pinyin} , {space} . {done}',
  ],
  symbols: [
    '1 2 3 4 5 6 7 8 9 0',
    '， 。 ？ ！ 、 ： ； “ ” …',
    '（ ） 《 》 - + % @ {bksp}',
    '{pinyin} {latin} / {space} . {done}',
  ],
  symbolsLatin: [
    '1 2 3 4 5 6 7 8 9 0',
    `, . ? ! ' : ; " # &`,
    '( ) / * - + % @ {bksp}',
    '{pinyin} {latin} _ {space} = {done}',
  ],
  case: [
    '1 2 3 4 5 6 7 8 9 0',
    'Q W E R T Y U I O P',
    'A S D F G H J K L -',
    '{clear} Z X C V B N M {bksp} {done}',
  ],
};

/**
 * The layout of a layer.
 *
 * @param signs which signs the symbols layer shows.
 */
export function layoutOf(layer: Layer, shift: boolean, signs: 'chinese' | 'latin'): LayoutName {
  if (layer === 'latin') return shift ? 'latinShift' : 'latin';
  if (layer === 'symbols') return signs === 'chinese' ? 'symbols' : 'symbolsLatin';
  return layer;
}

/** What a key of the screen does. */
export const keyOf = (button: string): Key => SPECIAL[button] ?? { type: 'text', text: button };
