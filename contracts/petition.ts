import { z } from 'zod';
import { phone } from './booking.ts';
import { dayOf } from './hall-time.ts';
import { person } from './hub/person.ts';
import { idLetters } from './id-letters.ts';
import { caseNo, epochMs, label, locale, shortId, terminalId, uuid } from './primitives.ts';

/**
 * What a citizen tells the hall at a kiosk (咨询投诉建议): body of an outbox row of kind `petition`, so that it is durable
 * before the screen calls it kept, and goes without the network. Anybody may file one, also a guest.
 */

/** consult 咨询 · complain 投诉 · suggest 建议 · correct 个人信息更正 (个人信息保护法 §46) */
export const petitionKind = z.enum(['consult', 'complain', 'suggest', 'correct']);
export type PetitionKind = z.infer<typeof petitionKind>;

/** Longest text of a petition and of its answer, characters: zod counts code points. */
export const PETITION_TEXT = 500;
/** Shortest text that says something. */
export const PETITION_LEAST = 5;
/** Lines are kept; no other control characters, and no half of a character. */
const words = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Cs}]*(\n[^\p{Cc}\p{Cs}]*)*$/u);
export const petitionText = words.min(PETITION_LEAST).max(PETITION_TEXT);
/** It is sent on as the note of a message. */
export const answerText = words.min(2).max(PETITION_TEXT);

/** Number that the citizen holds: terminal and hub make the same of the petition's id and time. */
export const petitionNo = z.string().regex(/^ZX\d{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);

/** `ZX1124-7K3M-Q2XD`: month and day in the hall, then 40 random bits of the id. */
export function petitionNoOf(id: string, atMs: number): string {
  const day = dayOf(atMs);
  return `ZX${day.slice(5, 7)}${day.slice(8)}-${idLetters(id)}`;
}

/** What a petition says and asks for, as the citizen leaves it. */
export const petitionWish = z.strictObject({
  kind: petitionKind,
  text: petitionText,
  /** The case (办件) that it is about. */
  caseNo: caseNo.nullable(),
  /** The window that it is about. */
  windowId: shortId.nullable(),
  wantsAnswer: z.boolean(),
  /** Where to call back; the only way to answer a guest. */
  phone: phone.nullable(),
});
export type PetitionWish = z.infer<typeof petitionWish>;

export const petitionBody = z.strictObject({
  v: z.literal(1),
  id: uuid,
  terminalId,
  app: z.string().min(1).max(40),
  /** When the citizen left it. */
  at: epochMs,
  /** null: a guest. */
  person: person.nullable(),
  ...petitionWish.shape,
  locale,
});
export type PetitionBody = z.infer<typeof petitionBody>;

/** received 待处理 · answered 已答复 · noted 已阅: read, and no answer was asked for. The last two are the end. */
export const petitionState = z.enum(['received', 'answered', 'noted']);
export type PetitionState = z.infer<typeof petitionState>;

/** A petition as the person who left it reads it. */
export const petitionView = z.object({
  id: uuid,
  no: petitionNo,
  kind: petitionKind,
  state: petitionState,
  text: z.string().max(PETITION_TEXT),
  caseNo: caseNo.nullable(),
  windowId: shortId.nullable(),
  wantsAnswer: z.boolean(),
  atMs: epochMs,
  answer: z.object({ text: z.string().max(PETITION_TEXT), atMs: epochMs }).nullable(),
});
export type PetitionView = z.infer<typeof petitionView>;

/** A window that a petition may be about. */
export const petitionWindow = z.object({ id: shortId, no: z.string().min(1).max(20), zh: label, en: label });
export type PetitionWindow = z.infer<typeof petitionWindow>;
