import { z } from 'zod';

/** What a screen asks of a document scanner (扫描仪). */
export const scanJob = z.strictObject({
  source: z.enum(['flatbed', 'feeder']),
  colour: z.enum(['colour', 'grey', 'blackWhite']),
  /** DA/T 31: at least 200, 300 for small text. */
  dpi: z.union([z.literal(150), z.literal(200), z.literal(300), z.literal(600)]),
  paper: z.enum(['A4', 'A5', 'idCard', 'letter']).default('A4'),
  duplex: z.boolean().default(false),
  /** The flat bed gives one page a job; the feeder stops here. */
  maxPages: z.number().int().min(1).max(200).default(50),
});
export type ScanJob = z.infer<typeof scanJob>;

export const scanCapabilities = z.object({
  sources: z.array(z.enum(['flatbed', 'feeder'])),
  colours: z.array(z.enum(['colour', 'grey', 'blackWhite'])),
  dpis: z.array(z.number().int().min(1).max(4_800)),
  duplex: z.boolean(),
});
export type ScanCapabilities = z.infer<typeof scanCapabilities>;
