import { useCallback, useEffect, useRef, useState } from 'react';
import type { Reply } from './calls.ts';

/** Signs of life are sent at most this often, ms. */
const SIGN_MS = 3_000;

/** Calls `tell` when somebody touches the screen or a key, at most every three seconds. */
export function useSigns(tell: () => void, now: () => number): void {
  useEffect(() => {
    let told = Number.NEGATIVE_INFINITY;
    const sign = () => {
      if (now() - told < SIGN_MS) return;
      told = now();
      tell();
    };
    const events = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const e of events) addEventListener(e, sign, { capture: true, passive: true });
    return () => {
      for (const e of events) removeEventListener(e, sign, { capture: true });
    };
  }, [tell, now]);
}

/** The present time, made anew every `stepMs`. */
export function useTicking(read: () => number, stepMs: number): number {
  const [time, setTime] = useState(read);
  useEffect(() => {
    setTime(read());
    const timer = setInterval(() => setTime(read()), stepMs);
    return () => clearInterval(timer);
  }, [read, stepMs]);
  return time;
}

export interface Asking<T> {
  busy: boolean;
  /** What the last one came to; null before the first and while one is under way. */
  reply: Reply<T> | null;
  /** Asks once; while an answer is awaited, further ones are ignored. Resolves to null then. */
  ask(work: () => Promise<Reply<T>>): Promise<Reply<T> | null>;
  clear(): void;
}

/** One question to the service at a time. */
export function useAsking<T>(): Asking<T> {
  const inFlight = useRef(false);
  const [busy, setBusy] = useState(false);
  const [reply, setReply] = useState<Reply<T> | null>(null);
  const ask = useCallback(async (work: () => Promise<Reply<T>>) => {
    if (inFlight.current) return null;
    inFlight.current = true;
    setBusy(true);
    setReply(null);
    const answer = await work();
    inFlight.current = false;
    setBusy(false);
    setReply(answer);
    return answer;
  }, []);
  const clear = useCallback(() => setReply(null), []);
  return { busy, reply, ask, clear };
}
