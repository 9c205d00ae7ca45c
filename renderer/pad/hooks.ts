import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer } from '../client.ts';
import type { Terminal } from '../connectors.ts';
import { usePad } from './context.ts';

/** A page's first moment takes no tap: it may have been meant for the page before. ms. */
const SETTLE_MS = 350;

/** True for the first moment after `key` has changed. */
export function useSettling(key: string): boolean {
  const [settled, setSettled] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return settled !== key;
}

/** Calls `onQuiet` once nobody has touched the screen or a key for `ms`, while `active`. */
export function useQuiet(ms: number, active: boolean, onQuiet: () => void): void {
  const latest = useRef(onQuiet);
  useEffect(() => {
    latest.current = onQuiet;
  });
  useEffect(() => {
    if (!active) return;
    let timer = setTimeout(() => latest.current(), ms);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(), ms);
    };
    const events = ['pointerdown', 'keydown'] as const;
    for (const e of events) addEventListener(e, again, true);
    return () => {
      clearTimeout(timer);
      for (const e of events) removeEventListener(e, again, true);
    };
  }, [ms, active]);
}

/** Tells the service that the citizen is there, at most every three seconds, while `active`. */
export function useSigns(active: boolean, tell: () => void): void {
  const latest = useRef(tell);
  const { now } = usePad();
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    if (!active) return;
    let told = Number.NEGATIVE_INFINITY;
    const sign = () => {
      if (now() - told < 3_000) return;
      told = now();
      latest.current();
    };
    const events = ['pointerdown', 'keydown'] as const;
    for (const e of events) addEventListener(e, sign, true);
    return () => {
      for (const e of events) removeEventListener(e, sign, true);
    };
  }, [active, now]);
}

export interface Sending {
  /** An intention is under way; further ones are ignored until it is answered. */
  busy: boolean;
  /** Code of the last refusal. */
  refusal: string | null;
  /** null when one is under way already. */
  send(intention: (terminal: Terminal) => Promise<Answer>): Promise<Answer | null>;
  clear(): void;
}

/** One intention at a time: a tap is sent once, a second tap meanwhile is ignored. */
export function useSending(): Sending {
  const { link } = usePad();
  const inFlight = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = useCallback<Sending['send']>(
    async (intention) => {
      if (inFlight.current) return null;
      inFlight.current = true;
      setBusy(true);
      setRefusal(null);
      const answer = await link.send(intention);
      inFlight.current = false;
      setBusy(false);
      if (!answer.ok) setRefusal(answer.code);
      return answer;
    },
    [link],
  );
  const clear = useCallback(() => setRefusal(null), []);
  return { busy, refusal, send, clear };
}
