import { z } from 'zod';
import { label, sha256, shortId } from './primitives.ts';
import { tagSet } from './rating.ts';

/** A picture or sound that a terminal fetches once and keeps by hash. */
export const asset = z.object({
  sha256,
  type: z.enum([
    'image/svg+xml',
    'image/png',
    'image/jpeg',
    'image/webp',
    'audio/mpeg',
    'audio/ogg',
    'audio/wav',
  ]),
  size: z.number().int().min(1).max(8_000_000),
});
export type Asset = z.infer<typeof asset>;

export const text2 = z.object({ zh: label, en: label });
export type Text2 = z.infer<typeof text2>;
const longText = z.string().trim().min(1).max(500);

export const staffMember = z.object({
  id: shortId,
  /** Number on the badge (工号). */
  no: shortId,
  name: label,
  title: text2,
  /** Star rank (星级) 0–5. */
  stars: z.number().int().min(0).max(5),
  photo: asset.nullable(),
});
export type StaffMember = z.infer<typeof staffMember>;

/** Rules of rating; they differ by place. */
export const rules = z.object({
  /** A pad accepts a rating only within this time of the counter's request. */
  requestSeconds: z.number().int().min(10).max(600),
  /** Undo after a tap. */
  undoSeconds: z.number().int().min(0).max(60),
  /** The details page (tags, words) closes by itself after this time without a touch. */
  detailSeconds: z.number().int().min(10).max(600),
  /** A rating is held back from sending at most this long while the citizen adds to it. */
  holdSeconds: z.number().int().min(10).max(900),
  anonymousAllowed: z.boolean(),
});
export type Rules = z.infer<typeof rules>;
export const DEFAULT_RULES: Rules = {
  requestSeconds: 60,
  undoSeconds: 10,
  detailSeconds: 60,
  holdSeconds: 300,
  anonymousAllowed: true,
};

/** All that a pad needs from the hub to work without it. `version` changes whenever anything in it does. */
export const reference = z.object({
  version: z.string().min(1).max(80),
  hall: z.object({ name: text2, phone: z.string().max(40) }),
  window: z.object({ id: shortId, no: z.string().min(1).max(20), name: text2, department: text2 }),
  /** Who may sit at this window. */
  staff: z.array(staffMember).max(200),
  /** Who sits there now. */
  staffOnDuty: shortId.nullable(),
  tagSet,
  rules,
  slides: z
    .array(z.object({ id: shortId, title: text2, image: asset, seconds: z.number().int().min(3).max(120) }))
    .max(50),
  notices: z
    .array(z.object({ id: shortId, title: text2, body: z.object({ zh: longText, en: longText }) }))
    .max(50),
  /** Hub's Ed25519 public key for receipts: base64url of the raw 32 bytes. */
  receiptKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type Reference = z.infer<typeof reference>;
