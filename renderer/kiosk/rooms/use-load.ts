import { useCallback, useEffect, useState } from 'react';
import type { Terminal } from '../../connectors.ts';
import type { Reply } from '../../maintenance/calls.ts';
import { useAsk } from '../ask.ts';

export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'ready'; value: T }
  | { state: 'failed'; code: string };

/**
 * Asks at once and whenever `again` is called; a late answer to an older question is dropped. `key` names the question:
 * another key asks anew.
 */
export function useLoad<T>(key: string, question: (terminal: Terminal) => Promise<Reply<T>>) {
  const ask = useAsk();
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: { state: 'loading' } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question
  useEffect(() => {
    let isCurrent = true;
    setHeld({ key, loaded: { state: 'loading' } });
    void ask(question).then((reply) => {
      if (!isCurrent) return;
      const loaded: Loaded<T> = reply.ok
        ? { state: 'ready', value: reply.value }
        : { state: 'failed', code: reply.code };
      setHeld({ key, loaded });
    });
    return () => {
      isCurrent = false;
    };
  }, [ask, key, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  const loaded: Loaded<T> = held.key === key ? held.loaded : { state: 'loading' };
  return { loaded, again };
}

/** One question at a time: a second tap meanwhile asks nothing. */
export function useOnce() {
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const once = async <T>(question: (terminal: Terminal) => Promise<Reply<T>>): Promise<Reply<T> | null> => {
    if (busy) return null;
    setBusy(true);
    const reply = await ask(question);
    setBusy(false);
    return reply;
  };
  return { busy, once };
}
