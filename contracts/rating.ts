import { z } from 'zod';
import { codePoints, MAX_TEXT, tagLevel } from './levels.ts';
import { caseNo, label, locale, shortId, stage, uuid } from './primitives.ts';

/**
 * Rating (评价): a citizen's verdict on how one case was served.
 * Levels of 国办发〔2019〕51号: 5 非常满意 · 4 满意 · 3 基本满意 · 2 不满意 · 1 非常不满意.
 * 1 and 2 are negative (差评).
 */
export const level = z.union([z.literal(5), z.literal(4), z.literal(3), z.literal(2), z.literal(1)]);
export { isNegative, LEVELS, type Level, MAX_TEXT, tagLevel } from './levels.ts';

export const tagCode = z.string().regex(/^[1-5]\d{2}$/);
/** Free text of a rating: up to 150 characters, line feeds allowed, no other control character. */
export const ratingText = z
  .string()
  .refine((s) => codePoints(s) <= MAX_TEXT, { message: 'TEXT_TOO_LONG' })
  .refine((s) => !/[^\P{Cc}\n]/u.test(s) && s.isWellFormed(), {
    message: 'TEXT_CONTROL',
  });

/** Channel (评价渠道) codes of the published provincial interface. */
export const channel = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
]);
/** 政务大厅平板: the counter pad. */
export const CHANNEL_PAD = 4;
/** 政务大厅其他终端: a self-service kiosk. */
export const CHANNEL_KIOSK = 5;
/** 系统默认评价: excluded from every metric. */
export const CHANNEL_DEFAULT = 7;

/** A versioned set of rating tags. The first three of a level show at once. Nobody edits tags on a device. */
export const tagSet = z.object({
  version: z.string().min(1).max(40),
  tags: z.array(z.object({ code: tagCode, zh: label, en: label })).max(200),
});
export type TagSet = z.infer<typeof tagSet>;

/** The case a rating is about, as the counter or the citizen named it. */
export const ratedCase = z.object({
  caseNo,
  stage,
  itemCode: shortId.nullable(),
  itemName: label.nullable(),
});
export type RatedCase = z.infer<typeof ratedCase>;

/**
 * Body of an outbox row of kind `rating`, version 1. Its UTF-8 JSON is what is stored, hashed and sent.
 * `requestId` is the counter's request (one token per request) or null for a walk-up rating.
 * `checked` says whether the hub had confirmed the case when the citizen rated.
 */
export const ratingBody = z
  .object({
    v: z.literal(1),
    id: uuid,
    requestId: uuid.nullable(),
    case: ratedCase,
    windowId: shortId,
    staffId: shortId.nullable(),
    level,
    tags: z.array(tagCode).max(40),
    tagSetVersion: z.string().min(1).max(40),
    text: ratingText,
    anonymous: z.boolean(),
    channel,
    source: z.enum(['request', 'scanned', 'typed']),
    checked: z.boolean(),
    locale,
    elder: z.boolean(),
    app: z.string().min(1).max(40),
  })
  .refine((r) => r.tags.every((t) => tagLevel(t) === r.level), { message: 'TAG_OF_OTHER_LEVEL' })
  .refine((r) => new Set(r.tags).size === r.tags.length, { message: 'TAG_TWICE' });
export type RatingBody = z.infer<typeof ratingBody>;
