import { useEffect, useMemo, useRef, useState } from 'react';
import type { Session } from '../../contracts/terminal.ts';
import { usePad } from './context.ts';
import { createLatestSender } from './latest-sender.ts';

/** What the citizen adds to a saved rating. */
export interface Detail {
  tags: string[];
  text: string;
  anonymous: boolean;
}

export interface DetailState {
  value: Detail;
  /** Shown at once, saved in the background; a refusal takes nothing from the rating itself. */
  change(change: Partial<Detail>): void;
  failed: boolean;
  /** Resolves when everything was answered. */
  settled(): Promise<void>;
}

/** Begins with what the service has saved. A refusal shows the saved state again. */
export function useDetail(session: Session, saved: Detail): DetailState {
  const { link, calls } = usePad();
  const [value, setValue] = useState<Detail>({
    tags: saved.tags,
    text: saved.text,
    anonymous: saved.anonymous,
  });
  const [failed, setFailed] = useState(false);
  const lastSaved = useRef(value);
  const sessionId = session.id;
  const sender = useMemo(
    () =>
      createLatestSender<Detail>(
        async (detail) => {
          const answer = await link.send((terminal) => calls(terminal).detail({ sessionId, ...detail }));
          if (answer.ok) lastSaved.current = detail;
          return answer;
        },
        (answer) => {
          setFailed(!answer.ok);
          if (!answer.ok) setValue(lastSaved.current);
        },
      ),
    [link, calls, sessionId],
  );
  const current = useRef(value);
  useEffect(() => {
    current.current = value;
  }, [value]);
  return {
    value,
    failed,
    change(change) {
      const next = { ...current.current, ...change };
      current.current = next;
      setValue(next);
      sender.push(next);
    },
    settled: () => sender.settled(),
  };
}
