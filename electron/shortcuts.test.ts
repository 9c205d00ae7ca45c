import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowedKey, type KeyInput } from './shortcuts.ts';

const press = (combination: string): KeyInput => {
  const parts = combination.split('+');
  const key = parts.pop() ?? '';
  return {
    key: key === 'Plus' ? '+' : key,
    shift: parts.includes('Shift'),
    control: parts.includes('Ctrl'),
    alt: parts.includes('Alt'),
    meta: parts.includes('Super'),
  };
};

describe('keys that leave the kiosk', () => {
  it.each([
    'Alt+F4',
    'Alt+Tab',
    'Alt+ArrowLeft',
    'Alt+ArrowRight',
    'Alt+Home',
    'Alt+ ',
    'Alt',
    'F1',
    'F3',
    'F5',
    'F6',
    'F7',
    'F10',
    'F11',
    'F12',
    'F24',
    'Shift+F10',
    'Ctrl+F4',
    'Ctrl+F5',
    'Ctrl+w',
    'Ctrl+W',
    'Ctrl+r',
    'Ctrl+n',
    'Ctrl+p',
    'Ctrl+t',
    'Ctrl+o',
    'Ctrl+s',
    'Ctrl+f',
    'Ctrl+g',
    'Ctrl+h',
    'Ctrl+j',
    'Ctrl+l',
    'Ctrl+q',
    'Ctrl+u',
    'Ctrl+Tab',
    'Ctrl+Enter',
    'Ctrl+0',
    'Ctrl+-',
    'Ctrl+=',
    'Ctrl+Plus',
    'Ctrl+Shift+I',
    'Ctrl+Shift+J',
    'Ctrl+Shift+C',
    'Ctrl+Shift+R',
    'Ctrl+Shift+N',
    'Ctrl+Shift+Delete',
    'Ctrl+Shift+Escape',
    'Ctrl+Alt+Delete',
    'Ctrl+Alt+t',
    'Ctrl+Escape',
    'Super+r',
    'Super+a',
    'Super+Super',
    'Meta',
    'OS',
    'ContextMenu',
    'PrintScreen',
    'BrowserBack',
    'BrowserHome',
    'BrowserRefresh',
    'BrowserSearch',
    'LaunchMail',
    'LaunchApplication1',
    'MediaPlayPause',
    'Help',
    'ZoomIn',
  ])('%s is refused', (combination) => {
    expect(isAllowedKey(press(combination))).toBe(false);
  });
});

describe('keys that a citizen or a scanner needs', () => {
  it.each([
    'a',
    'Shift+A',
    '7',
    '-',
    ' ',
    '汉',
    '𬱖',
    'Enter',
    'Tab',
    'Shift+Tab',
    'Backspace',
    'Escape',
    'ArrowLeft',
    'Ctrl+a',
    'Ctrl+c',
    'Ctrl+v',
    'Ctrl+z',
    'Control',
    'Shift',
    'Process',
    'Ctrl+Alt+€',
  ])('%s passes', (combination) => {
    expect(isAllowedKey(press(combination))).toBe(true);
  });
});

it('lets no letter or digit through with Alt or Super, whatever else is held', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom('alt', 'meta'),
      (key, shift, control, held) =>
        !isAllowedKey({ key, shift, control, alt: held === 'alt', meta: held === 'meta' }),
    ),
  );
});
