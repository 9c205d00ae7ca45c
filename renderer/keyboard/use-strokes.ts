import { useEffect, useRef } from 'react';

/**
 * Hears the strokes of a hardware keyboard before any field does, so that a letter never goes to both.
 *
 * @param onStroke says whether the stroke was the keyboard's.
 */
export function useStrokes(onStroke: (stroke: KeyboardEvent, onButton: boolean) => boolean): void {
  const current = useRef(onStroke);
  current.current = onStroke;
  useEffect(() => {
    const listener = (e: KeyboardEvent) => {
      const onButton = document.activeElement instanceof HTMLButtonElement;
      if (current.current(e, onButton)) e.preventDefault();
    };
    document.addEventListener('keydown', listener, { capture: true });
    return () => document.removeEventListener('keydown', listener, { capture: true });
  }, []);
}
