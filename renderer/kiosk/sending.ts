import { useCallback, useRef, useState } from 'react';
import type { Answer } from '../client.ts';
import type { Terminal } from '../connectors.ts';
import { type Sending, useSendingOn } from '../use-sending.ts';
import { useKiosk } from './context.ts';

/** One intention at a time over the kiosk's line. */
export const useSending = (): Sending => useSendingOn(useKiosk().link);

/**
 * For what may be chosen anew before the last choice was answered: every tap goes out, in the order of the taps, so that
 * the service has what the screen shows. `refusal` is that of the last one.
 */
export function useChoosing() {
  const { link } = useKiosk();
  const last = useRef(0);
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = useCallback(
    (intention: (terminal: Terminal) => Promise<Answer>): void => {
      last.current += 1;
      const mine = last.current;
      setRefusal(null);
      void link.send(intention).then((answer) => {
        if (mine === last.current && !answer.ok) setRefusal(answer.code);
      });
    },
    [link],
  );
  return { refusal, send };
}
