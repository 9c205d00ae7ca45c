import { useEffect, useRef, useState } from 'react';
import { type Sending, useSendingOn } from '../use-sending.ts';
import { usePad } from './context.ts';

export type { Sending };

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

/** True once `active` has lasted for `ms`: what mostly ends sooner need not be shown at all. */
export function useLasting(active: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!active) return;
    const timer = setTimeout(() => setLasting(true), ms);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [active, ms]);
  return lasting;
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

/** One intention at a time over the pad's line. */
export const useSending = (): Sending => useSendingOn(usePad().link);
