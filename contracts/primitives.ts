import { z } from 'zod';

/** Values that cross every boundary. Each is bounded: nothing unbounded is ever accepted. */

/** Lower-case UUID, any version. */
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
/** Lower-case hexadecimal SHA-256. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A terminal's name in the fleet, such as `pad-01`. */
export const terminalId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/);
/** Stable identifier of a department, window or staff member. */
export const shortId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/);
/** Case number (办件编号). */
export const caseNo = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/);
/** A person's or thing's name as shown on a screen: one line, no control characters. */
export const label = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u);
/** Milliseconds since the Unix epoch, UTC. */
export const epochMs = z.number().int().min(0).max(8.64e15);
/** A length of time in milliseconds. */
export const durationMs = z.number().int().min(0).max(1e12);
/** Row number in a terminal's outbox, from 1. */
export const seq = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Process stage (办理环节) a rating belongs to: 1 受理 accepted, 2 办结 concluded. */
export const stage = z.union([z.literal(1), z.literal(2)]);
export type Stage = z.infer<typeof stage>;

export const locale = z.enum(['zh-CN', 'en']);
export type Locale = z.infer<typeof locale>;
