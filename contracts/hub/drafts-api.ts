import { oc } from '@orpc/contract';
import { z } from 'zod';
import { draft, draftFrame } from '../draft.ts';
import { epochMs, terminalId, uuid } from '../primitives.ts';
import { text2 } from '../reference.ts';
import { person } from './person.ts';

/**
 * Half-done applications that a citizen may go on with at any machine of the hall, with the terminal's access token. All
 * of it needs a proven person (`person.by` is not `typed`), else `auth.required`.
 */

/** Drafts of one person. */
export const MAX_DRAFTS = 20;

/** Where a kiosk stands; null: the hall knows it no more. */
const place = text2.nullable();

export const hallDraft = draftFrame.extend({ terminalId, place });
export type HallDraft = z.infer<typeof hallDraft>;

/** submitted: an application was made of it · dropped: its citizen did not want it any more. */
export const endedDraft = z.object({
  id: uuid,
  why: z.enum(['submitted', 'dropped']),
  /** Of the application. */
  receiptNo: z.string().max(60).nullable(),
  atMs: epochMs,
  place,
});
export type EndedDraft = z.infer<typeof endedDraft>;

/**
 * kept: it stands · older: what the hall has was changed later (it stays) · dropped, submitted: as above · full: this
 * person has `MAX_DRAFTS` already.
 */
export const draftStanding = z.enum(['kept', 'older', 'dropped', 'submitted', 'full']);
export type DraftStanding = z.infer<typeof draftStanding>;

export const draftsApi = {
  /** Newest first; and what became of those that this kiosk still has (`known`), as far as they have ended. */
  list: oc
    .route({ method: 'POST', path: '/kiosk/drafts/list', tags: ['kiosk'] })
    .input(z.strictObject({ person, known: z.array(uuid).max(MAX_DRAFTS) }))
    .output(
      z.object({
        serverMs: epochMs,
        /** How long the hall keeps one after its last change. */
        keepDays: z.number().int(),
        rows: z.array(hallDraft).max(MAX_DRAFTS),
        ended: z.array(endedDraft).max(MAX_DRAFTS),
      }),
    ),
  /** With its answers. Audited as `draft.take`. `not.found`: no draft of this person, or it has ended. */
  take: oc
    .route({ method: 'POST', path: '/kiosk/drafts/take', tags: ['kiosk'] })
    .input(z.strictObject({ person, id: uuid }))
    .output(z.object({ serverMs: epochMs, draft })),
  /** As it is now; the last change counts. The same again changes nothing. */
  put: oc
    .route({ method: 'POST', path: '/kiosk/drafts/put', tags: ['kiosk'] })
    .input(z.strictObject({ person, draft }))
    .output(z.object({ serverMs: epochMs, standing: draftStanding })),
  /** Its citizen does not want it; `n` is that of a change. Once more changes nothing. Audited as `draft.drop`. */
  drop: oc
    .route({ method: 'POST', path: '/kiosk/drafts/drop', tags: ['kiosk'] })
    .input(z.strictObject({ person, id: uuid, n: draftFrame.shape.n }))
    .output(z.object({ serverMs: epochMs, standing: draftStanding })),
};
