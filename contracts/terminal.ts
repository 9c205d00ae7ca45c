import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { kioskContract } from './kiosk.ts';
import { devicesContract, maintenanceContract } from './maintenance.ts';
import { padUpdate } from './pad-status.ts';
import { locale, sha256, uuid } from './primitives.ts';
import { level, ratingText, tagCode } from './rating.ts';
import { roomsContract } from './rooms/index.ts';
import { speechContract } from './speech.ts';
import { answer, done } from './terminal-answer.ts';

export {
  type PadStatus,
  type PadUpdate,
  padStatus,
  padUpdate,
  type Session,
  type SessionState,
  session,
  sessionState,
} from './pad-status.ts';

/**
 * What the screens and the terminal service say to each other: intentions up, one flat status down.
 * Served over a MessagePort (Electron) or a WebSocket (browser host).
 */

const inSession = z.object({ sessionId: uuid });

export const terminalContract = {
  pad: {
    /** The present status at once, then every change. */
    watch: oc.output(eventIterator(padUpdate)),
    /** The session's page is painted: what the counter then sees as opened. */
    shown: oc.input(inSession).output(done),
    /** One tap. Answers after the durable commit. `locale` and `elder` say how the screen stood. */
    rate: oc.input(inSession.extend({ level, locale, elder: z.boolean() })).output(done),
    /** Within `rules.undoSeconds` of the tap. */
    undo: oc.input(inSession).output(done),
    /** Adds to a saved rating; each call is durable and replaces the one before. */
    detail: oc
      .input(inSession.extend({ tags: z.array(tagCode).max(40), text: ratingText, anonymous: z.boolean() }))
      .output(done),
    /** The citizen is there: starts the state's time anew (not the request's). */
    touch: oc.input(inSession).output(done),
    /** Done, close, not now: ends the session from any state. */
    finish: oc.input(inSession).output(done),
    /** Walk-up: what a scanner read or what was typed. */
    walkUp: oc
      .input(
        z.object({
          source: z.enum(['scanned', 'typed']),
          text: z.string().min(1).max(500),
          stage: z.union([z.literal(1), z.literal(2)]),
        }),
      )
      .output(done),
  },
  kiosk: kioskContract,
  rooms: roomsContract,
  devices: devicesContract,
  maintenance: maintenanceContract,
  speech: speechContract,
  /** Bytes of an asset named in the reference data. */
  asset: oc.input(z.object({ sha256 })).output(answer(z.file())),
  shell: {
    /** The renderer is alive and its last frame was painted; called every few seconds. */
    heartbeat: oc.input(z.object({ frames: z.number().int().min(0) })).output(z.null()),
    /** Staff leave the kiosk. Wrong PINs are counted and locked out. */
    exit: oc.input(z.object({ pin: z.string().regex(/^\d{4,12}$/) })).output(done),
  },
};
