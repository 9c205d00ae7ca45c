import { z } from 'zod';
import { fail, ok, type Result } from './result.ts';

/**
 * The published pad WebSocket protocol: text frames `{code,state,msg,data}`.
 * Source: the published interface summarised in the rating reference; field spellings are the interface's own.
 */
export const CODE = {
  /** data = milliseconds, every 60 s */
  heartbeat: 40000,
  /** data = {work_no, key} */
  login: 40001,
  badPacket: 40002,
  unknownCommand: 50000,
  /** data = {url}: chime and open the evaluation of this address */
  openEvaluation: 50100,
} as const;
export const MAX_FRAME = 16_384;

const packet = z.object({
  code: z.number().int(),
  state: z.number().int().optional(),
  msg: z.string().max(500).optional(),
  data: z.unknown().optional(),
});
export type Packet = z.infer<typeof packet>;
export const loginData = z.object({ work_no: z.string().min(1).max(40), key: z.string().min(1).max(200) });
export const openData = z.union([
  z.object({ url: z.string().min(1).max(8_000) }),
  z
    .string()
    .min(1)
    .max(8_000)
    .transform((url) => ({ url })),
]);

/** One text frame → packet. */
export function parsePacket(frame: string): Result<Packet> {
  if (frame.length > MAX_FRAME) return fail('input.tooLarge');
  let json: unknown;
  try {
    json = JSON.parse(frame);
  } catch {
    return fail('input.invalid', 'not JSON');
  }
  const p = packet.safeParse(json);
  return p.success ? ok(p.data) : fail('input.invalid', p.error.issues[0]?.path.join('.') ?? '');
}
