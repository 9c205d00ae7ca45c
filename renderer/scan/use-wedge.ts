import { useEffect, useRef } from 'react';
import type { PadLink } from '../client.ts';
import { MOST_OF_A_DEVICE, quiet, wedge } from './wedge.ts';

/**
 * Calls `onScan` with each text that a keyboard-wedge scanner types, wherever the focus is. The Enter or Tab that ends
 * a scan presses and moves nothing; every other key stays what it was.
 */
export function useWedge(onScan: (text: string) => void, most?: number): void {
  const current = useRef(onScan);
  current.current = onScan;
  useEffect(() => {
    let state = quiet;
    const listener = (e: KeyboardEvent) => {
      const stroke = {
        key: e.key,
        at: e.timeStamp,
        repeat: e.repeat,
        modified: e.ctrlKey || e.altKey || e.metaKey || e.isComposing,
      };
      const [next, scanned] = wedge(state, stroke, most);
      state = next;
      if (scanned === null) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      current.current(scanned);
    };
    window.addEventListener('keydown', listener, { capture: true });
    return () => window.removeEventListener('keydown', listener, { capture: true });
  }, [most]);
}

/**
 * Hands what a declared scanner types to the terminal service, which knows whether a code is awaited. For screens that
 * do not listen by `useWedge` themselves: only one listener on a page hears a scan.
 */
export function useDeviceWedge(link: Pick<PadLink, 'send'>): void {
  useWedge((text) => void link.send((terminal) => terminal.devices.wedge({ text })), MOST_OF_A_DEVICE);
}
