import { useEffect, useRef } from 'react';
import { useKiosk } from './context.ts';

const SIGN_EVERY_MS = 3_000;

/** Tells the service that the citizen is there, at most every three seconds. */
export function useSigns(visitId: string): void {
  const { link, now } = useKiosk();
  const told = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const sign = () => {
      if (now() - told.current < SIGN_EVERY_MS) return;
      told.current = now();
      void link.send((terminal) => terminal.kiosk.touch({ visitId }));
    };
    const events = ['pointerdown', 'keydown'] as const;
    for (const e of events) addEventListener(e, sign, true);
    return () => {
      for (const e of events) removeEventListener(e, sign, true);
    };
  }, [link, now, visitId]);
}
