import { useCallback, useEffect } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import { readAloud, stopSpeech } from '../sound/index.ts';

/**
 * The keypad's socket for headphones: a tactile keypad types these keys when they are plugged in and pulled out. Its code
 * table is set so when it is installed.
 */
const PLUGGED = 'F15';
const PULLED = 'F16';

/**
 * Audio mode (语音提示), for who cannot see the screen: what has the focus, each page's heading and what devices do are read
 * aloud, as far as they are recorded. All of it stands on the screen, too. Answers how to say a text.
 */
export function useAudio(on: boolean, locale: Locale, change: (on: boolean) => void): (text: string) => void {
  const say = useCallback(
    (text: string) => {
      if (on) readAloud(text, locale);
    },
    [on, locale],
  );
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key === PLUGGED) change(true);
      if (e.key === PULLED) change(false);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [change]);
  useEffect(() => {
    if (!on) return;
    const onFocus = (e: FocusEvent) => {
      if (!(e.target instanceof Element)) return;
      const dialog = e.target.closest('dialog');
      const isNew = dialog !== null && !(e.relatedTarget instanceof Node && dialog.contains(e.relatedTarget));
      // A dialog that opens is named before anything in it.
      if (isNew) say(dialog.getAttribute('aria-label') ?? '');
      else if (e.target.matches('button, input, a')) say(nameOf(e.target));
    };
    addEventListener('focusin', onFocus);
    return () => {
      removeEventListener('focusin', onFocus);
      stopSpeech();
    };
  }, [on, say]);
  return say;
}

/** What names an element on the screen: its label, or the words that stand out in it. */
function nameOf(e: Element): string {
  const label =
    e instanceof HTMLInputElement ? (e.labels?.[0]?.querySelector('span') ?? e.labels?.[0]) : null;
  return e.getAttribute('aria-label') ?? (label ?? e.querySelector('strong') ?? e).textContent ?? '';
}
