import { z } from 'zod';
import { fail, ok, type Result } from '../../contracts/result.ts';

/**
 * Replaces personal data in what passes in one direction, before anything is written. It is made anew for each
 * opening, sees the chunks in order from the first byte on, and answers each with a chunk of the same length;
 * checksums should hold again afterwards, so that the recording replays. One that throws or changes a length has its
 * chunk blanked.
 */
export type Anonymise = (direction: 'in' | 'out') => (chunk: Uint8Array) => Uint8Array;

/** For devices whose bytes nobody has learnt to anonymise: only lengths and times are kept. */
export const blank: Anonymise = () => (chunk) => new Uint8Array(chunk.length);

const hex = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .max(2_000_000);
/** ms since the recording began. */
const t = z.number().min(0).max(3_600_000);

/** First line of a recording. */
const header = z.strictObject({
  format: z.literal('hall-recording'),
  version: z.literal(1),
  /** For people: device id, driver, version of the product. */
  about: z.record(z.string().max(40), z.string().max(200)),
});

/** Every other line. */
const entry = z.discriminatedUnion('type', [
  z.strictObject({ t, type: z.literal('open'), port: z.string() }),
  /** From the device. */
  z.strictObject({ t, type: z.literal('in'), hex }),
  /** To the device. */
  z.strictObject({ t, type: z.literal('out'), hex }),
  /** A HID feature report that was sent, or was asked for; report id first. */
  z.strictObject({ t, type: z.literal('set'), hex }),
  z.strictObject({ t, type: z.literal('get'), reportId: z.number().int().min(0).max(255), hex }),
  z.strictObject({
    t,
    type: z.literal('close'),
    code: z.enum(['device.missing', 'device.portBusy', 'device.unplugged', 'device.timeout']).nullable(),
  }),
]);
export type RecordingHeader = z.infer<typeof header>;
export type RecordingEntry = z.infer<typeof entry>;
export interface Recording {
  about: Record<string, string>;
  entries: RecordingEntry[];
}

const MOST_LINES = 200_000;

/** Reads a recording (JSON lines). A last line that was cut off by a power cut is left out. */
export function parseRecording(text: string): Result<Recording> {
  const lines = text.split('\n');
  const cut = lines.pop() ?? '';
  if (lines.length > MOST_LINES) return fail('input.tooLarge', `${lines.length} lines`);
  const first = header.safeParse(json(lines[0] ?? ''));
  if (!first.success) return fail('input.invalid', 'not a recording');
  const entries: RecordingEntry[] = [];
  for (const [i, line] of lines.slice(1).entries()) {
    const parsed = entry.safeParse(json(line));
    if (!parsed.success) return fail('input.invalid', `line ${i + 2}`);
    entries.push(parsed.data);
  }
  if (cut !== '' && entry.safeParse(json(cut)).success)
    return fail('input.invalid', 'the last line has no end');
  return ok({ about: first.data.about, entries });
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
