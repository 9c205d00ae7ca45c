import { oc } from '@orpc/contract';
import { z } from 'zod';
import { proof } from '../application.ts';
import { phone } from '../booking.ts';
import { answerText, PETITION_TEXT, petitionKind, petitionNo, petitionState } from '../petition.ts';
import { caseNo, epochMs, locale, shortId, terminalId, uuid } from '../primitives.ts';
import { cursor, PAGE } from './paging.ts';

/** The console's room of petitions (咨询投诉建议): clerks read and answer. */

export const petitionRow = z.object({
  id: uuid,
  no: petitionNo,
  kind: petitionKind,
  state: petitionState,
  wantsAnswer: z.boolean(),
  caseNo: caseNo.nullable(),
  windowId: shortId.nullable(),
  terminalId,
  /** null: a guest. */
  proof: proof.nullable(),
  atMs: epochMs,
  closedMs: epochMs.nullable(),
});
export type PetitionRow = z.infer<typeof petitionRow>;

export const petitionFilter = z.object({
  kind: petitionKind.optional(),
  state: petitionState.optional(),
  /** From its beginning. */
  no: z.string().trim().max(20).optional(),
});
export type PetitionFilter = z.infer<typeof petitionFilter>;

/** Who left it; a guest has no name. */
const contact = z.object({ name: z.string().max(140).nullable(), phone: phone.nullable() });
export type PetitionContact = z.infer<typeof contact>;

export const petitionStory = z.object({
  row: petitionRow,
  /** null: deleted, by the hall's retention or at the citizen's wish. */
  text: z.string().max(PETITION_TEXT).nullable(),
  /** Masked. */
  name: z.string().max(140).nullable(),
  phone: z.string().max(20).nullable(),
  locale,
  receivedMs: epochMs,
  answer: z.string().max(PETITION_TEXT).nullable(),
  closedBy: z.string().nullable(),
});
export type PetitionStory = z.infer<typeof petitionStory>;

export const petitionsApi = {
  /** Newest first, by keyset. Nothing of what was said, or by whom, in it. */
  list: oc
    .route({ method: 'POST', path: '/console/petitions/search', tags: ['console'] })
    .input(z.object({ filter: petitionFilter, after: cursor.optional() }))
    .output(
      z.object({
        rows: z.array(petitionRow).max(PAGE),
        next: cursor.nullable(),
        /** Still to be dealt with, of all; stops counting at 1,000. */
        open: z.number().int().min(0).max(1_000),
      }),
    ),
  /** Audited as `petition.open`. `not.found`. */
  story: oc
    .route({ method: 'GET', path: '/console/petitions/{id}', tags: ['console'] })
    .input(z.object({ id: uuid }))
    .output(petitionStory),
  /** Name and telephone, whole (显示). Audited as `petition.reveal` before it is answered. `not.found`: also when deleted. */
  reveal: oc
    .route({ method: 'POST', path: '/console/petitions/{id}/reveal', tags: ['console'] })
    .input(z.object({ id: uuid }))
    .output(contact),
  /** The answer becomes a message to the person. Audited as `petition.answer`. `not.found` · `petition.notNow`: it has ended. */
  answer: oc
    .route({ method: 'POST', path: '/console/petitions/{id}/answer', tags: ['console'] })
    .input(z.object({ id: uuid, text: answerText }))
    .output(z.object({ serverMs: epochMs, state: petitionState })),
  /** Read, without an answer (已阅). Audited as `petition.note`. `petition.notNow`: it has ended, or an answer is asked for. */
  note: oc
    .route({ method: 'POST', path: '/console/petitions/{id}/note', tags: ['console'] })
    .input(z.object({ id: uuid }))
    .output(z.object({ serverMs: epochMs, state: petitionState })),
};
