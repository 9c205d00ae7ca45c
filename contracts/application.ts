import { z } from 'zod';
import { uscc } from './enterprise.ts';
import { epochMs, label, locale, sha256, shortId, terminalId, uuid } from './primitives.ts';
import { applicationSeal } from './seal.ts';

/**
 * An application (申请) made at a kiosk: body of an outbox row of kind `application`. Its materials travel as rows of
 * their own that name it by `applicationId`. The hub makes a case (办件) of it; until then `receiptNo` names it.
 */

/** Number that the citizen holds from the first moment: made on the terminal, printed, scanned again later. */
export const receiptNo = z.string().regex(/^[A-Z0-9][A-Z0-9-]{7,59}$/);

/** How a person has proven who they are; `typed` has proven nothing. */
export const proof = z.enum(['idCard', 'qr', 'sms', 'typed']);
export type Proof = z.infer<typeof proof>;

const idNumber = z.string().regex(/^\d{17}[\dX]$/);

export const applicant = z.strictObject({
  name: z.string().trim().min(1).max(140),
  idNumber,
  by: proof,
  phone: z.string().max(20).nullable(),
  /** The enterprise (企业) that the person acts for: 统一社会信用代码. */
  enterprise: z
    .strictObject({
      uscc,
      name: z.string().trim().min(1).max(200),
    })
    .nullable(),
});
export type Applicant = z.infer<typeof applicant>;

/** One answer, in the words that the citizen saw when checking them. */
const answerRow = z.strictObject({
  stepId: z.string().max(40),
  /** Of a form: which of its fields. */
  fieldId: z.string().max(40).nullable(),
  label: z.string().min(1).max(500),
  /** The option's id or the field's text. */
  value: z.string().max(2_000),
  shown: z.string().max(2_000),
});

/** Handing over of the result (取件): at a window, or by express (证照快递). */
const delivery = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('window') }),
  z.strictObject({
    way: z.literal('express'),
    recipient: z.string().trim().min(1).max(50),
    phone: z.string().regex(/^1\d{10}$/),
    address: z.string().trim().min(5).max(200),
    postcode: z.string().regex(/^\d{6}$/),
    /** Originals are fetched at the door. */
    pickUp: z.boolean(),
  }),
]);

export const applicationBody = z.strictObject({
  v: z.literal(1),
  id: uuid,
  receiptNo,
  terminalId,
  /** Code of the service item (事项). */
  itemCode: shortId,
  itemName: label,
  flow: z.strictObject({ id: z.string().max(60), version: z.string().max(20), hash: sha256 }),
  applicant,
  answers: z.array(answerRow).max(200),
  materials: z.array(z.strictObject({ id: uuid, code: shortId, title: label })).max(50),
  delivery,
  /** What the hall asked to be brought later of an earlier application (补正): that one's receipt number. */
  supplements: receiptNo.nullable(),
  /** The enterprise's electronic seal, where the flow asks for one. */
  seal: applicationSeal.optional(),
  /** One of several that were submitted as one (联合审批): receipt number of the first, which one, of how many. */
  joint: z
    .strictObject({
      no: receiptNo,
      n: z.number().int().min(1).max(9),
      of: z.number().int().min(2).max(9),
    })
    .refine((j) => j.n <= j.of)
    .optional(),
  /** The half-done application (`draft.ts`) that it was made of: one draft makes one case, at whichever machines. */
  draft: uuid.optional(),
  locale,
  app: z.string().min(1).max(40),
  /** When the citizen submitted it. */
  at: epochMs,
});
export type ApplicationBody = z.infer<typeof applicationBody>;
