import { useEffect, useRef, useState } from 'react';
import type { ScannedNo } from '../../../../contracts/rooms/progress.ts';
import { useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';

/** A scanner that was missing, or a service that did not answer, is asked again after this time, ms. */
const AGAIN_MS = 3_000;

/**
 * Waits for a code for as long as the page is there. `onRefused`: a code that names nothing; the next one may.
 * Answers whether there is a scanner.
 */
export function useCode(
  visitId: string,
  onCode: (code: NonNullable<ScannedNo>) => void,
  onRefused: (code: string) => void,
): boolean {
  const ask = useAsk();
  const { delay } = useKiosk();
  const [missing, setMissing] = useState(false);
  const latest = useRef({ onCode, onRefused });
  useEffect(() => {
    latest.current = { onCode, onRefused };
  });
  useEffect(() => {
    const left = new AbortController();
    const { signal } = left;
    const wait = async () => {
      while (!signal.aborted) {
        const reply = await ask((terminal) => terminal.rooms.progress.read({ visitId }));
        if (signal.aborted) return;
        const isMissing = !reply.ok && reply.code === 'device.missing';
        setMissing(isMissing);
        if (reply.ok) {
          if (reply.value !== null) latest.current.onCode(reply.value);
        } else if (reply.code === 'session.over') return;
        else if (reply.code.startsWith('receipt.')) latest.current.onRefused(reply.code);
        else await delay(AGAIN_MS, signal);
      }
    };
    void wait();
    return () => {
      left.abort();
      void ask((terminal) => terminal.rooms.progress.stopReading({ visitId }));
    };
  }, [ask, delay, visitId]);
  return !missing;
}
