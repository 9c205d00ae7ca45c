import { z } from 'zod';

/** Answers of the terminal service. An expected refusal is plain data: `code` of `errors.ts`. */
const refused = z.object({ ok: z.literal(false), code: z.string().max(60) });
export const answer = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), refused]);
export const done = answer(z.null());
