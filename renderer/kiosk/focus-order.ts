/** A focus that moves by arrow keys, as a tactile keypad (触觉键盘) has them. Pure over a list of what can be focused. */

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
/** Along a line of text the caret moves, not the focus. */
const ALONG = new Set(['ArrowLeft', 'ArrowRight']);

/** Where an arrow leads: on or back; null: it belongs to the element that has the focus. */
export function stepOf(key: string, focused: { isText: boolean; isRadio: boolean }): 1 | -1 | null {
  const step = STEPS[key];
  if (step === undefined || focused.isRadio || (focused.isText && ALONG.has(key))) return null;
  return step;
}

/** The next of `count` places after `at`, round and round. `at` −1: before the first; so many lie `before` it. */
export const placeAfter = (at: number, before: number, step: 1 | -1, count: number): number => {
  if (at >= 0) return (at + step + count) % count;
  return (step === 1 ? before : before - 1 + count) % count;
};
