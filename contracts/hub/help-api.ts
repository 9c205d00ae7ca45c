import { oc } from '@orpc/contract';
import { z } from 'zod';
import { epochMs, terminalId, uuid } from '../primitives.ts';
import { text2 } from '../reference.ts';

/** Where a citizen stood when they called: `home`, `room:<room>`, `flow:<flow>:<step>`. */
export const helpPlace = z.string().regex(/^[a-zA-Z][A-Za-z0-9:-]{0,119}$/);

/** `since`: when the call that is open now was made. */
export const helpAnswer = z.object({ since: epochMs });

/** A citizen at a kiosk waits for somebody. */
export const helpCall = z.object({
  id: uuid,
  terminalId,
  /** The window that the kiosk belongs to: where it stands. */
  window: text2,
  at: helpPlace,
  calledMs: epochMs,
});
export type HelpCall = z.infer<typeof helpCall>;

/** Calls that are open, the oldest first. */
export const openCalls = z.object({ serverMs: epochMs, calls: z.array(helpCall).max(100) });

/** Routes for kiosks whose citizens need somebody (呼叫工作人员); authenticated by the terminal's token. */
export const helpApi = {
  /** One call of a terminal is open at a time: calling again while it is only tells where the citizen stands now. */
  call: oc
    .route({ method: 'POST', path: '/kiosk/help', summary: 'A citizen calls for staff', tags: ['kiosk'] })
    .input(z.object({ at: helpPlace }))
    .output(helpAnswer),
};

/** The same two for a counter's page (`/counter`) and for the console (`/console`). */
export const helpDeskApi = (who: 'counter' | 'console') => ({
  open: oc
    .route({ method: 'GET', path: `/${who}/help`, summary: 'Citizens who wait for staff', tags: [who] })
    .output(openCalls),
  /** Somebody goes there: the call is over for everybody. `not.found`: it was already. */
  take: oc
    .route({ method: 'POST', path: `/${who}/help/{id}/take`, summary: 'Go there', tags: [who] })
    .input(z.object({ id: uuid }))
    .output(z.object({ serverMs: epochMs })),
});
