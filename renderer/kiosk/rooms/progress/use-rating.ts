import { useEffect, useState } from 'react';
import type { PadStatus, PadUpdate } from '../../../../contracts/terminal.ts';
import type { ServiceLine } from '../../../client.ts';
import { type Delay, orAborted } from '../../../waiting.ts';
import { useKiosk } from '../../context.ts';

/** What the visit's rating session stands at; `receivedAt`: ms of the kiosk's `now`. */
export interface RatingState {
  status: PadStatus;
  receivedAt: number;
}

/** A watch that ended, or a line that is gone, is looked for again after this time, ms. */
const AGAIN_MS = 500;

/** Follows the rating session of the visit; null: nothing was heard yet. */
export function useRating(visitId: string): RatingState | null {
  const { link, now, delay } = useKiosk();
  const [state, setState] = useState<RatingState | null>(null);
  useEffect(() => {
    const left = new AbortController();
    void follow(link, visitId, delay, left.signal, (status) => setState({ status, receivedAt: now() }));
    return () => left.abort();
  }, [link, visitId, now, delay]);
  return state;
}

async function follow(
  service: ServiceLine,
  visitId: string,
  delay: Delay,
  left: AbortSignal,
  tell: (status: PadStatus) => void,
): Promise<void> {
  while (!left.aborted) {
    const line = service.line();
    if (line !== null) {
      const signal = AbortSignal.any([line.gone, left]);
      try {
        const updates = await orAborted(line.terminal.rooms.progress.rate.watch({ visitId }), signal);
        await watch(updates, signal, tell);
        if (!line.gone.aborted) await updates.return(undefined);
      } catch {
        // The line broke, or the page was left.
      }
    }
    await delay(AGAIN_MS, left);
  }
}

/** The reference data are left out of an update that has the same as the one before. */
async function watch(
  updates: AsyncIterator<PadUpdate, unknown, void>,
  signal: AbortSignal,
  tell: (status: PadStatus) => void,
): Promise<void> {
  let reference: PadStatus['reference'] = null;
  try {
    for (;;) {
      const next = await orAborted(updates.next(), signal);
      if (next.done) return;
      if (next.value.reference !== undefined) reference = next.value.reference;
      tell({ ...next.value, reference });
    }
  } finally {
    if (signal.aborted) void updates.return?.(undefined)?.catch(() => undefined);
  }
}
