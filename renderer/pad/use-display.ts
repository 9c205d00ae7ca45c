import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import type { Display } from './context.ts';

const defaults = (locale: Locale): Display => ({ locale, elder: false, volume: 2 });

/** Display settings: the hall's default until the citizen changes them. */
export function useDisplay(locale: Locale) {
  const [chosen, setChosen] = useState<Partial<Display>>({});
  const change = useCallback((next: Partial<Display>) => setChosen((c) => ({ ...c, ...next })), []);
  const reset = useCallback(() => setChosen({}), []);
  const display = useMemo(() => ({ ...defaults(locale), ...chosen }), [locale, chosen]);
  return { display, change, reset };
}

/** Runs `onEnd` when a session has ended: the next citizen finds the screen as the hall set it up. */
export function useSessionEnd(sessionId: string | null, onEnd: () => void): void {
  const before = useRef(sessionId);
  useEffect(() => {
    if (before.current !== null && before.current !== sessionId) onEnd();
    before.current = sessionId;
  }, [sessionId, onEnd]);
}
