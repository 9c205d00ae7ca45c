import { useEffect } from 'react';
import { placeAfter, stepOf } from './focus-order.ts';

const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]';

/**
 * Everything can be reached without touch: beside Tab and Enter, arrows move the focus, within the dialog that is open or
 * the whole page. A text, a group of choices and the keyboard of the screen keep the arrows that are theirs.
 */
export function useKeypad(): void {
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey) return;
      const at = document.activeElement;
      const isRadio = at instanceof HTMLInputElement && at.type === 'radio';
      const isText = at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && isTextual(at));
      const step = stepOf(e.key, { isText, isRadio });
      if (step === null) return;
      const scope = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
      const places = [...scope.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(canFocus);
      if (places.length === 0) return;
      const before = places.filter((p) => isBefore(p, at)).length;
      e.preventDefault();
      places[placeAfter(places.indexOf(at as HTMLElement), before, step, places.length)]?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

const isTextual = ({ type }: HTMLInputElement): boolean => type !== 'checkbox' && type !== 'radio';

const canFocus = (e: HTMLElement): boolean =>
  e.tabIndex >= 0 &&
  !e.matches(':disabled') &&
  e.getClientRects().length > 0 &&
  e.closest('[inert]') === null;

const isBefore = (e: Element, at: Element | null): boolean =>
  at !== null && (e.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
