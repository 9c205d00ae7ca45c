import { useEffect, useRef } from 'react';
import { SimpleKeyboard } from 'simple-keyboard/build/index.modern.js';
import { LAYOUTS, type LayoutName } from './layouts.ts';
import type { KeyboardTexts } from './texts.ts';

/** Backspace held down deletes on: after this wait, at this pace. Other keys never repeat: some press slowly. */
const REPEAT_AFTER_MS = 500;
const REPEAT_EVERY_MS = 110;

interface KeysProps {
  layout: LayoutName;
  shift: boolean;
  texts: KeyboardTexts;
  onButton: (button: string) => void;
}

/** The keys, drawn and pressed by simple-keyboard. It holds none of the text. */
export function Keys({ layout, shift, texts, onButton }: KeysProps) {
  const host = useRef<HTMLDivElement>(null);
  const keyboard = useRef<SimpleKeyboard | null>(null);
  const press = useRef(onButton);
  press.current = onButton;
  const first = useRef(lookOf({ layout, shift, texts }));

  useEffect(() => {
    if (host.current === null) return;
    const instance = new SimpleKeyboard(host.current, {
      theme: 'keyboard__keys',
      layout: LAYOUTS,
      ...first.current,
      useButtonTag: true,
      disableButtonHold: true,
      disableCaretPositioning: true,
      preventMouseDownDefault: true,
      // The text lives in the composition: simple-keyboard must not keep a copy.
      inputPattern: /^$/,
      onKeyPress: (button: string) => press.current(button),
    });
    keyboard.current = instance;
    return () => {
      keyboard.current = null;
      instance.destroy();
    };
  }, []);

  useEffect(() => {
    keyboard.current?.setOptions(lookOf({ layout, shift, texts }));
  }, [layout, shift, texts]);

  useEffect(() => repeatBackspace(host.current, () => press.current('{bksp}')), []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the buttons inside are the controls; this hears the clicks that a keyboard or a screen reader makes on them, which simple-keyboard, listening to pointers, does not.
    <div
      ref={host}
      className="keyboard__keys"
      onMouseDown={(e) => e.preventDefault()}
      onClick={(e) => {
        if (e.detail !== 0) return;
        const button = (e.target as Element).closest('[data-skbtn]')?.getAttribute('data-skbtn');
        if (button != null) press.current(button);
      }}
    />
  );
}

/** What changes with layer, capitals and language. */
const lookOf = ({ layout, shift, texts }: Pick<KeysProps, 'layout' | 'shift' | 'texts'>) => ({
  layoutName: layout,
  display: labels(texts, layout),
  buttonAttributes: [
    { attribute: 'type', value: 'button' },
    { attribute: 'aria-label', value: texts.backspace, buttons: '{bksp}' },
    { attribute: 'aria-label', value: texts.shift, buttons: '{shift}' },
    { attribute: 'aria-pressed', value: String(shift), buttons: '{shift}' },
  ],
});

const labels = (texts: KeyboardTexts, layout: LayoutName): Record<string, string> => ({
  '{bksp}': '⌫',
  '{space}': texts.space,
  '{clear}': texts.clear,
  '{done}': texts.done,
  '{shift}': '⇧',
  '{latin}': texts.toLatin,
  '{pinyin}': texts.toPinyin,
  '{symbols}': texts.symbols,
  // While pinyin is typed the apostrophe only parts syllables.
  ...(layout === 'pinyin' ? { "'": texts.apostrophe } : {}),
});

function repeatBackspace(host: HTMLElement | null, backspace: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  const again = () => {
    backspace();
    timer = setTimeout(again, REPEAT_EVERY_MS);
  };
  const down = (e: PointerEvent) => {
    stop();
    const button = (e.target as Element).closest('[data-skbtn]');
    if (button?.getAttribute('data-skbtn') === '{bksp}') timer = setTimeout(again, REPEAT_AFTER_MS);
  };
  host?.addEventListener('pointerdown', down);
  const ends = ['pointerup', 'pointercancel', 'blur'] as const;
  for (const end of ends) window.addEventListener(end, stop);
  return () => {
    stop();
    host?.removeEventListener('pointerdown', down);
    for (const end of ends) window.removeEventListener(end, stop);
  };
}
