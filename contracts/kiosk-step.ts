import { z } from 'zod';
import { fieldId, fieldKind, stepId, words } from './flow.ts';
import { shortId, uuid } from './primitives.ts';
import { seal, sealLater } from './seal.ts';
import { slip } from './slip.ts';

/** What a step of a flow shows (the status of `kiosk.ts`). Numbers and names come masked. */
const code = z.string().max(60).nullable();
const heading = { id: stepId, title: words, hint: words.nullable() };
/** A device step: how often the device failed here; from the second failure on the other way stands first. */
const byDevice = { ...heading, code, failures: z.number().int().min(0) };

export const person = z.object({ name: z.string().max(140), number: z.string().max(20) });

/** What is said of a page before it is kept: words of `renderer/kiosk/steps`. */
export const pageWarning = z.enum(['blurred', 'blank', 'dark', 'glare', 'cutOff', 'lowResolution']);
export type PageWarning = z.infer<typeof pageWarning>;

export const pageView = z.object({
  id: uuid,
  /** Where it came from. */
  source: z.enum(['scanner', 'camera', 'usb', 'phone', 'reuse', 'certificate']),
  /** The page is as it came from the scanner: the screens still have to straighten it. */
  raw: z.boolean(),
  /** 1 of a picture, all of a PDF. */
  sheets: z.number().int().min(1),
  isPdf: z.boolean(),
  /** What the quality check says of it. */
  warnings: z.array(pageWarning).max(10),
  /** The citizen has seen the warnings and keeps the page. */
  kept: z.boolean(),
});
export type PageView = z.infer<typeof pageView>;

/** What is wrong with the text of a field; `limit`: the number or the day (`YYYY-MM-DD`) that it lies beyond. */
export const fieldFault = z.object({
  code: z.enum([
    'required',
    'tooShort',
    'tooLong',
    'characters',
    'number',
    'tooSmall',
    'tooLarge',
    'date',
    'tooEarly',
    'tooLate',
    'phone',
    'idNumber',
    'uscc',
    'postcode',
    'choice',
  ]),
  limit: z.string().max(20).nullable(),
});
export type FieldFault = z.infer<typeof fieldFault>;

/** A field of a form as it stands on the screen. */
export const fieldView = z.object({
  id: fieldId,
  label: words,
  hint: words.nullable(),
  kind: fieldKind,
  required: z.boolean(),
  /** Of a choice; empty else. */
  options: z.array(z.object({ id: stepId, label: words })).max(12),
  /** Masked where it is locked. */
  value: z.string().max(2_000),
  /** It shows what the identity proves, and is not typed. */
  locked: z.boolean(),
  /** Longest text, code points. */
  longest: z.number().int().min(1),
  /** Days (`YYYY-MM-DD`) that a date may not lie before or behind. */
  first: z.string().max(10).nullable(),
  last: z.string().max(10).nullable(),
  fault: fieldFault.nullable(),
});
export type FieldView = z.infer<typeof fieldView>;

const paged = { page: z.object({ at: z.number().int().min(1), of: z.number().int().min(1) }) };

export const stepView = z.discriminatedUnion('type', [
  z.object({ ...heading, type: z.literal('info'), body: words }),
  z.object({
    ...heading,
    type: z.literal('choice'),
    options: z.array(z.object({ id: stepId, label: words })),
    chosen: stepId.nullable(),
  }),
  z.object({
    ...heading,
    type: z.literal('multiChoice'),
    options: z.array(z.object({ id: stepId, label: words })),
    chosen: z.array(stepId).max(6),
  }),
  z.object({
    ...byDevice,
    type: z.literal('idCard'),
    phase: z.enum(['missing', 'waiting', 'reading', 'takeAway', 'read']),
    person: person.nullable(),
  }),
  z.object({ ...heading, type: z.literal('manualId'), code }),
  z.object({
    ...byDevice,
    type: z.literal('scanCode'),
    phase: z.enum(['missing', 'waiting', 'read']),
    /** Masked. */
    text: z.string().max(60).nullable(),
  }),
  z.object({
    ...byDevice,
    type: z.literal('scan'),
    phase: z.enum(['missing', 'ready', 'scanning']),
    pages: z.array(pageView).max(100),
    least: z.number().int(),
    most: z.number().int(),
    /** Ways to a page that this terminal has now. */
    ways: z.object({
      flatbed: z.boolean(),
      feeder: z.boolean(),
      camera: z.object({ deviceId: shortId, match: z.string().max(100).nullable() }).nullable(),
      /** Files from a stick; only where the pages are sent. */
      usb: z.boolean(),
      /** `away`: phones could send, but the hub is not reached now; null: not offered here. */
      phone: z.enum(['ready', 'away']).nullable(),
      /** Who is here has proven who they are: what they submitted before may be offered. */
      reuse: z.boolean(),
      /**
       * Their electronic certificates and proofs (电子证照、证明) · `unproven`: nobody has proven who they are · `away`: the hub
       * is not reached now · null: the pages are not sent.
       */
      certificate: z.enum(['ready', 'unproven', 'away']).nullable(),
    }),
    /** The citizen lets the hall offer these pages again; null: nobody to ask, or the pages are not sent. */
    mayReuse: z.boolean().nullable(),
    job: z.object({ colour: z.enum(['colour', 'grey', 'blackWhite']), dpi: z.number().int() }),
  }),
  z.object({
    ...heading,
    type: z.literal('checkAnswers'),
    rows: z
      .array(
        z.object({
          stepId,
          /** Of a form. */
          fieldId: fieldId.nullable(),
          label: words,
          value: words,
          /** False: it is known from the visit. */
          canChange: z.boolean(),
        }),
      )
      .max(200),
  }),
  z.object({
    ...heading,
    ...paged,
    type: z.literal('form'),
    fields: z.array(fieldView).max(12),
    /**
     * What the enterprise register says of the code in this form; null: nothing is asked of it. `asking`: it is being
     * asked · `filled`: what it says stands in the fields · `silent`: it says nothing, for the reason of `code`.
     */
    register: z
      .object({ state: z.enum(['asking', 'filled', 'silent']), code, simulated: z.boolean() })
      .nullable(),
  }),
  z.object({
    ...heading,
    ...paged,
    type: z.literal('delivery'),
    /** The item may be sent by express. */
    express: z.boolean(),
    way: z.enum(['window', 'express']).nullable(),
    /** Of a parcel, on its second page. */
    fields: z.array(fieldView).max(12),
    pickUp: z.boolean(),
    /** The citizen has proven who they are: addresses of the personal centre may be taken. */
    own: z.boolean(),
  }),
  z.object({
    ...heading,
    type: z.literal('sign'),
    statement: words,
    /** The signature that is kept; null: not yet. */
    pageId: uuid.nullable(),
  }),
  z.object({
    ...heading,
    type: z.literal('seal'),
    enterprise: z.object({ uscc: z.string().max(18), name: z.string().max(200) }).nullable(),
    otherwise: sealLater,
    /** `sealed`: the form has it · `later`: the citizen goes on without. */
    phase: z.enum(['open', 'sealed', 'later']),
    /** `pageId`: its picture. */
    seal: seal.pick({ no: true, name: true, at: true, simulated: true }).extend({ pageId: uuid }).nullable(),
    /** As of an electronic certificate in a scan step. */
    way: z.enum(['ready', 'unproven', 'away']),
  }),
  z.object({
    ...heading,
    type: z.literal('submit'),
    /** `kept`: durable on this terminal, and sent by itself. */
    phase: z.enum(['working', 'kept', 'failed']),
    /** Of the materials that are being made. */
    progress: z.object({ n: z.number().int().min(0), of: z.number().int().min(1) }).nullable(),
    receiptNo: z.string().max(60).nullable(),
    /** Of several items that were submitted as one, each with its own number; else empty. */
    joint: z.array(z.object({ itemName: words, receiptNo: z.string().max(60) })).max(9),
    code,
    /** The step that it failed for; null: none in particular. */
    failedAt: z.object({ stepId, title: words }).nullable(),
    /** What the hub has acknowledged, in bytes of all materials; null before it is kept. */
    sending: z
      .object({
        state: z.enum(['waiting', 'sending', 'sent', 'dead']),
        acked: z.number().int().min(0),
        total: z.number().int().min(0),
      })
      .nullable(),
  }),
  z.object({
    ...heading,
    type: z.literal('printSlip'),
    phase: z.enum(['missing', 'printing', 'printed', 'failed']),
    code,
    /** In the language of the session. */
    slip,
  }),
  z.object({ ...heading, type: z.literal('done'), body: words }),
]);
export type StepView = z.infer<typeof stepView>;
