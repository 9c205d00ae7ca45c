import { useCallback, useRef, useState } from 'react';
import type { Answer, Link } from './client.ts';
import type { Terminal } from './connectors.ts';

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
export function useSendingOn(link: Pick<Link<unknown>, 'send'>): Sending {
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
