/** The fields of Electron's `Input` that decide. `key` is as in KeyboardEvent.key. */
export interface KeyInput {
  key: string;
  shift: boolean;
  control: boolean;
  alt: boolean;
  meta: boolean;
}

/** Editing in a text field, by Ctrl. */
const EDITING = new Set(['a', 'c', 'v', 'x', 'y', 'z']);

/** Named keys that a pad with a keyboard or a wedge scanner needs. Any other named key does something for the system or the browser. */
const NAMED = new Set([
  'Enter',
  'Tab',
  'Backspace',
  'Delete',
  'Escape',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Shift',
  'Control',
  'CapsLock',
  'NumLock',
  'Process',
  'Unidentified',
  'Dead',
]);

/**
 * May this key reach the page? An allow-list: text, editing, moving about. Everything that leaves the page or opens
 * something is thereby refused: Alt+F4, Alt+Left, F1–F24, Ctrl+W/R/N/P/T, Ctrl+Shift+I, zoom keys, Super, browser
 * and launch keys. Keys that the system takes before us (Ctrl+Alt+Del, Super on Windows) are the business of
 * `deploy/windows` and `deploy/linux`.
 */
export function isAllowedKey(input: KeyInput): boolean {
  if (input.meta) return false;
  const printable = [...input.key].length === 1;
  // AltGr arrives as Ctrl+Alt and yields text outside ASCII; nothing else with Alt is text.
  if (input.alt) return input.control && printable && input.key > '\u007f';
  if (input.control && input.key !== 'Control') return !input.shift && EDITING.has(input.key.toLowerCase());
  return printable || NAMED.has(input.key);
}
