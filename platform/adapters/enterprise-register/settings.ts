import { z } from 'zod';

/**
 * Setting `enterpriseRegister`: the enterprise register (企业登记库). There is no published interface that all provinces
 * share: address and answer codes are here and nowhere in code. Absent = names and addresses of enterprises are typed.
 */
const answerCodes = z.array(z.union([z.number().int(), z.string().max(20)])).max(20);

export const registerSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Headers that the register wants with every call, such as an application key. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(1_000)).default({}),
  timeoutMs: z.number().int().min(500).max(8_000).default(3_000),
  /** A simulator stands there: screens say so. */
  simulated: z.boolean().default(false),
  answers: z
    .object({
      known: answerCodes.min(1).default([0, 200]),
      unknown: answerCodes.default([404]),
    })
    .prefault({}),
});
export type RegisterSettings = z.infer<typeof registerSettings>;
