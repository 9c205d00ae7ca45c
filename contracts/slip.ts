import { z } from 'zod';

/**
 * A slip (凭条) for the receipt printer, free of printer bytes: the same document is printed, drawn as the preview on
 * screen, and drawn by the simulator.
 */
const line = z
  .string()
  .max(500)
  .regex(/^\P{Cc}*$/u);
const align = z.enum(['left', 'centre', 'right']).default('left');

export const slipBlock = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: line,
    align,
    /** Times the normal size. */
    size: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
    bold: z.boolean().default(false),
  }),
  /** Label at the left, value at the right; a long value goes to its own lines. */
  z.strictObject({ type: z.literal('pair'), label: line, value: line }),
  z.strictObject({ type: z.literal('rule') }),
  z.strictObject({ type: z.literal('space'), lines: z.number().int().min(1).max(10).default(1) }),
  z.strictObject({ type: z.literal('qr'), text: z.string().min(1).max(500), align: align.default('centre') }),
]);
export type SlipBlock = z.infer<typeof slipBlock>;

export const slip = z.strictObject({ blocks: z.array(slipBlock).min(1).max(100) });
export type Slip = z.infer<typeof slip>;
