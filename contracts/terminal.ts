import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { panel } from './config.ts';
import { kioskContract } from './kiosk.ts';
import { devicesContract, maintenanceContract } from './maintenance.ts';
import { durationMs, label, locale, sha256, uuid } from './primitives.ts';
import { level, MAX_TEXT, ratedCase, ratingText, tagCode } from './rating.ts';
import { reference, staffMember } from './reference.ts';
import { answer, done } from './terminal-answer.ts';

/**
 * What the screens and the terminal service say to each other: intentions up, one flat status down.
 * Served over a MessagePort (Electron) or a WebSocket (browser host).
 */

/**
 * A rating session at the pad:
 * `rating` levels are offered · `saved` durable, tags and words may follow, undo while `undoMs` > 0 ·
 * `thanks` over, shown for a moment · the rest are closing screens with their own next step.
 */
export const sessionState = z.enum([
  'rating',
  'saved',
  'thanks',
  'undone',
  'cancelled',
  'timedOut',
  'alreadyRated',
  'otherWindow',
  'unknownCase',
  'forgedReceipt',
  'storeFault',
]);
export type SessionState = z.infer<typeof sessionState>;

export const session = z.object({
  id: uuid,
  source: z.enum(['request', 'scanned', 'typed']),
  state: sessionState,
  case: ratedCase,
  /** Who served; null at a walk-up. */
  staff: staffMember.nullable(),
  /** Name of the window that an `otherWindow` request was meant for. */
  meantFor: label.nullable(),
  /** The hub has confirmed the case. False offline at a walk-up: it is checked later. */
  checked: z.boolean(),
  /** What is saved so far; null before the tap and after an undo. */
  rating: z
    .object({ level, tags: z.array(tagCode), text: z.string().max(MAX_TEXT * 2), anonymous: z.boolean() })
    .nullable(),
  /** Time left in this state when the status was made, ms; the screen counts down by itself. */
  leftMs: durationMs,
  /** Time left to undo, ms; 0 = no longer. */
  undoMs: durationMs,
});
export type Session = z.infer<typeof session>;

export const padStatus = z.object({
  /** Grows with every change. */
  revision: z.number().int().min(0),
  terminalId: z.string(),
  panel,
  locale,
  camera: z.boolean(),
  /** null until the hub was reached for the first time. */
  reference: reference.nullable(),
  online: z.boolean(),
  /** `storeFault`, `storeFull`, `corrupt` stop rating; `revoked` and `notEnrolled` are told to staff. */
  fault: z.enum(['storeFault', 'storeFull', 'revoked', 'notEnrolled']).nullable(),
  queue: z.object({ ready: z.number().int().min(0), dead: z.number().int().min(0) }),
  session: session.nullable(),
});
export type PadStatus = z.infer<typeof padStatus>;

/** A status on its way to a screen: `reference` is left out while it is the same as in the status before. */
export const padUpdate = padStatus.partial({ reference: true });
export type PadUpdate = z.infer<typeof padUpdate>;

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
  devices: devicesContract,
  maintenance: maintenanceContract,
  /** Bytes of an asset named in the reference data. */
  asset: oc.input(z.object({ sha256 })).output(answer(z.file())),
  shell: {
    /** The renderer is alive and its last frame was painted; called every few seconds. */
    heartbeat: oc.input(z.object({ frames: z.number().int().min(0) })).output(z.null()),
    /** Staff leave the kiosk. Wrong PINs are counted and locked out. */
    exit: oc.input(z.object({ pin: z.string().regex(/^\d{4,12}$/) })).output(done),
  },
};
