import { useEffect, useRef } from 'react';
import { quiet, wedge } from './wedge.ts';

/**
 * Calls `onScan` with each text that a keyboard-wedge scanner types, wherever the focus is. The Enter or Tab that ends
 * a scan presses and moves nothing; every other key stays what it was.
 */
export function useWedge(onScan: (text: string) => void): void {
  const current = useRef(onScan);
  current.current = onScan;
  useEffect(() => {
    let state = quiet;
    const listener = (e: KeyboardEvent) => {
      const [next, scanned] = wedge(state, {
        key: e.key,
        at: e.timeStamp,
        repeat: e.repeat,
        modified: e.ctrlKey || e.altKey || e.metaKey || e.isComposing,
      });
      state = next;
      if (scanned === null) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      current.current(scanned);
    };
    window.addEventListener('keydown', listener, { capture: true });
    return () => window.removeEventListener('keydown', listener, { capture: true });
  }, []);
}
