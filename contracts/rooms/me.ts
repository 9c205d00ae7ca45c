import { oc } from '@orpc/contract';
import { z } from 'zod';
import { bookingView } from '../booking.ts';
import { fieldId } from '../flow.ts';
import { caseSummary, citizenMessage } from '../hub/applications-api.ts';
import { MAX_BOOKINGS } from '../hub/booking-api.ts';
import { citizenCounts, citizenReplies, erasure, heldData, MAX_ADDRESSES } from '../hub/citizens-api.ts';
import { cursor, PAGE } from '../hub/paging.ts';
import { fieldFault, fieldView } from '../kiosk-step.ts';
import { petitionKind, petitionNo, petitionView, petitionWindow } from '../petition.ts';
import { caseNo, epochMs, shortId, uuid } from '../primitives.ts';
import { answer, done } from '../terminal-answer.ts';

/**
 * The kiosk's personal centre (个人中心). Whatever is read of a person needs one who has proven who they are, else
 * `auth.required`; without the hub it is `hub.unreachable`. A petition alone may be left by anybody, at any time.
 */
const inVisit = z.object({ visitId: uuid });
const page = inVisit.extend({ after: cursor.optional() });
const values = z.record(fieldId, z.string().max(2_000));

/** What the citizen is writing, from its kind on; it outlasts a sign-in, and goes with the visit. */
export const petitionDraft = z.object({
  kind: petitionKind,
  text: z.string().max(2_000),
  caseNo: caseNo.nullable(),
  windowId: shortId.nullable(),
  wantsAnswer: z.boolean(),
  /** As typed; '' is none. */
  phone: z.string().max(20),
});
export type PetitionDraft = z.infer<typeof petitionDraft>;

/** Parts of the room that are about the person. */
export const mePlace = z.enum(['messages', 'cases', 'bookings', 'addresses', 'petitions', 'data']);
export type MePlace = z.infer<typeof mePlace>;

/** `counts` null: a guest, an unproven one, or the hub is away. */
export const meOverview = z.object({
  live: z.boolean(),
  counts: citizenCounts.nullable(),
  draft: petitionDraft.nullable(),
  /** Where the citizen wanted to go when the sign-in was asked for. */
  wanted: mePlace.nullable(),
});
export type MeOverview = z.infer<typeof meOverview>;

/** As the hub answers them (`applications-api.ts`). */
export const messagePage = z.object({
  rows: z.array(citizenMessage).max(PAGE),
  next: cursor.nullable(),
  unread: z.number().int(),
});
export const casePage = z.object({ rows: z.array(caseSummary).max(PAGE), next: cursor.nullable() });

const fields = z.array(fieldView).max(12);
const faults = z.record(fieldId, fieldFault);

/** Durable on this terminal, and sent by itself. `live`: the hub is there, so that it goes at once. */
export const filedPetition = z.object({ no: petitionNo, live: z.boolean() });
export type FiledPetition = z.infer<typeof filedPetition>;

export const meContract = {
  overview: oc.input(inVisit).output(answer(meOverview)),
  /** Where to go after the sign-in; null: it has been gone to. */
  want: oc.input(inVisit.extend({ place: mePlace.nullable() })).output(done),
  messages: oc.input(page).output(answer(messagePage)),
  readMessage: oc.input(inVisit.extend({ id: uuid })).output(done),
  cases: oc.input(page).output(answer(casePage)),
  bookings: oc
    .input(inVisit)
    .output(answer(z.object({ asOfMs: epochMs, rows: z.array(bookingView).max(MAX_BOOKINGS) }))),

  /** `full`: there is room for no more. */
  addresses: oc
    .input(inVisit)
    .output(answer(z.object({ rows: citizenReplies.addresses.shape.rows, full: z.boolean() }))),
  /** Its fields as they stand; `id` null: a new one, filled with what is known. `not.found`: not listed in this visit. */
  addressForm: oc
    .input(inVisit.extend({ id: uuid.nullable() }))
    .output(answer(z.object({ id: uuid, fields }))),
  /** `faults`: what is wrong with the fields, and nothing was kept. `citizen.tooManyAddresses`. */
  putAddress: oc
    .input(inVisit.extend({ id: uuid, values, first: z.boolean() }))
    .output(
      answer(
        z.discriminatedUnion('kept', [
          z.object({ kept: z.literal(true), rows: citizenReplies.addresses.shape.rows.max(MAX_ADDRESSES) }),
          z.object({ kept: z.literal(false), faults }),
        ]),
      ),
    ),
  removeAddress: oc.input(inVisit.extend({ id: uuid })).output(answer(citizenReplies.addresses.shape.rows)),

  /** The field of its text, and the windows that it may be about, as last heard from the hub. */
  petitionForm: oc
    .input(inVisit)
    .output(
      answer(z.object({ text: fieldView, phone: fieldView, windows: z.array(petitionWindow).max(500) })),
    ),
  keepDraft: oc.input(inVisit.extend({ draft: petitionDraft.nullable() })).output(done),
  /**
   * Makes the draft durable. The same draft again in one visit is no second petition. `faults` as above; of a guest who
   * asks for an answer the telephone is required. `auth.required`: data is corrected for its own person alone. What the
   * store says.
   */
  file: oc
    .input(inVisit.extend({ draft: petitionDraft }))
    .output(
      answer(
        z.discriminatedUnion('kept', [
          z.object({ kept: z.literal(true), filed: filedPetition }),
          z.object({ kept: z.literal(false), faults }),
        ]),
      ),
    ),
  /** Prints the number of a petition that this visit filed. `not.found`, `device.missing`, and what the printer says. */
  print: oc.input(inVisit.extend({ no: petitionNo })).output(done),
  petitions: oc
    .input(page)
    .output(answer(z.object({ rows: z.array(petitionView).max(PAGE), next: cursor.nullable() }))),

  data: oc.input(inVisit).output(answer(heldData)),
  erase: oc.input(inVisit).output(answer(erasure)),
};
