import { useCallback, useEffect, useState } from 'react';
import type { PhoneFiles, PhoneSession } from '../../../../contracts/kiosk-ways.ts';
import { useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';

/** How a session of the citizen's phone stands. */
export type PhoneState =
  | { at: 'opening' }
  /** `isAway`: the hub did not answer the last time; it is being asked again. */
  | { at: 'open'; url: string; told: PhoneFiles; isAway: boolean }
  /** `phone.over`: its time is up. */
  | { at: 'ended'; code: string };

/** Between two questions, ms; twice as long after each that was not answered. */
const POLL_MS = 2_000;
const MOST_MS = 15_000;

/** Opens a session when it is first drawn, asks what has come until it is no longer drawn, and closes it then. */
export function usePhone(sessionId: string) {
  const { delay } = useKiosk();
  const ask = useAsk();
  const [state, setState] = useState<PhoneState>({ at: 'opening' });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round opens a new session.
  useEffect(() => {
    const over = new AbortController();
    const { signal } = over;
    setState({ at: 'opening' });
    void (async () => {
      const opened = await ask((terminal) => terminal.kiosk.openPhone({ sessionId }));
      if (signal.aborted) return;
      if (opened.ok) await follow(opened.value, signal);
      else setState({ at: 'ended', code: opened.code });
    })();
    async function follow({ url, leftMs }: PhoneSession, signal: AbortSignal): Promise<void> {
      let told: PhoneFiles = { seen: false, coming: 0, leftMs, files: [] };
      setState({ at: 'open', url, told, isAway: false });
      for (let wait = POLL_MS; !signal.aborted; ) {
        await delay(wait, signal);
        const listed = await ask((terminal) => terminal.kiosk.phoneFiles({ sessionId }));
        if (signal.aborted) return;
        if (!listed.ok && (listed.code === 'phone.over' || listed.code === 'session.over')) {
          setState({ at: 'ended', code: listed.code });
          return;
        }
        if (listed.ok) told = listed.value;
        wait = listed.ok ? POLL_MS : Math.min(MOST_MS, wait * 2);
        setState({ at: 'open', url, told, isAway: !listed.ok });
      }
    }
    return () => {
      over.abort();
      void ask((terminal) => terminal.kiosk.closePhone({ sessionId }));
    };
  }, [ask, delay, sessionId, round]);

  /** A file that was taken or dropped is gone from the list before the hub says so. */
  const without = useCallback((fileId: string) => {
    setState((now) =>
      now.at !== 'open'
        ? now
        : { ...now, told: { ...now.told, files: now.told.files.filter((f) => f.id !== fileId) } },
    );
  }, []);
  return { state, again, without };
}
