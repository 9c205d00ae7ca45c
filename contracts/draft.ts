import { z } from 'zod';
import { fieldId, stepId, words } from './flow.ts';
import { epochMs, sha256, uuid } from './primitives.ts';

/**
 * An application that was left half done (未办完的申请): its choices and forms, no pages and no signature. It lies sealed at
 * the kiosk, and sealed at the hub, so that its citizen may go on at any machine of the hall.
 */
const values = z.record(fieldId, z.string().max(2_000));
const draftAnswer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('read') }),
  z.strictObject({ type: z.literal('choice'), option: stepId }),
  z.strictObject({ type: z.literal('multiChoice'), options: z.array(stepId).min(1).max(6) }),
  z.strictObject({ type: z.literal('form'), values }),
  z.strictObject({
    type: z.literal('delivery'),
    way: z.enum(['window', 'express']).nullable(),
    values,
    pickUp: z.boolean(),
  }),
]);

const frame = {
  /** Made at the kiosk where it was begun; the application that is made of it names it. */
  id: uuid,
  /** Goes up with each change, at whichever machine; the highest stands. */
  n: z.number().int().min(1).max(1_000_000),
  flow: z.strictObject({ id: z.string().max(60), version: z.string().max(20), hash: sha256 }),
  /** Steps whose pages were scanned and are not kept: they have to be scanned again. */
  scanned: z.array(z.strictObject({ stepId, pages: z.number().int().min(1).max(100) })).max(30),
  savedMs: epochMs,
};
/** A draft without what was answered in it. */
export const draftFrame = z.strictObject(frame);
export type DraftFrame = z.infer<typeof draftFrame>;

/** Largest draft as JSON, UTF-16 code units. */
export const MAX_DRAFT_LENGTH = 48_000;

export const draft = z
  .strictObject({
    ...frame,
    /** Name of the flow. */
    title: words,
    answers: z.record(stepId, draftAnswer),
    /** The answers in words, for whoever asks what the hall holds of them. */
    shown: z.array(z.strictObject({ label: z.string().max(1_000), value: z.string().max(2_000) })).max(200),
  })
  .refine((d) => JSON.stringify(d).length <= MAX_DRAFT_LENGTH);
export type Draft = z.infer<typeof draft>;
