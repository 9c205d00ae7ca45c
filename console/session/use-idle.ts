import { useEffect } from 'react';
import { idleStep } from './state.ts';

const LOOK_MS = 5_000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * Watches the person at the page, over all tabs of this browser: see `idleStep`.
 * `ping` and `end` must be stable functions.
 */
export function useIdle(idleMs: number, ping: () => void, end: () => void): void {
  useEffect(() => {
    const tabs = new BroadcastChannel('hall-console-touch');
    let touchedMs = performance.now();
    let toldMs = touchedMs;
    let pingedMs = touchedMs;
    const touch = () => {
      touchedMs = performance.now();
    };
    for (const name of TOUCHES) window.addEventListener(name, touch, { passive: true });
    tabs.addEventListener('message', touch);
    const timer = setInterval(() => {
      const nowMs = performance.now();
      if (touchedMs > toldMs) {
        toldMs = nowMs;
        tabs.postMessage(null);
      }
      const step = idleStep({ nowMs, touchedMs, pingedMs, idleMs });
      if (step === 'ping') {
        pingedMs = nowMs;
        ping();
      }
      if (step === 'end') end();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      tabs.close();
      for (const name of TOUCHES) window.removeEventListener(name, touch);
    };
  }, [idleMs, ping, end]);
}
