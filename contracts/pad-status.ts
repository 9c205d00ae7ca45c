import { z } from 'zod';
import { panel } from './config.ts';
import { durationMs, label, locale, uuid } from './primitives.ts';
import { level, MAX_TEXT, ratedCase, tagCode } from './rating.ts';
import { reference, staffMember } from './reference.ts';

/** What the screens of a rating draw: at a counter's pad, and at a kiosk. */

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
