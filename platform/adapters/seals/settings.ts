import { z } from 'zod';

/**
 * Setting `seals`: the e-seal platform (电子印章系统). There is no published interface that all provinces share: address and
 * answer codes are here and nowhere in code. Absent = seals are asked for afterwards or brought on paper.
 */
const answerCodes = z.array(z.union([z.number().int(), z.string().max(20)])).max(20);

export const sealSettings = z.strictObject({
  /** `/request` and `/confirm` lie under it. */
  url: z.url({ protocol: /^https?$/ }),
  /** Headers that the platform wants with every call, such as an application key. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(1_000)).default({}),
  timeoutMs: z.number().int().min(500).max(8_000).default(5_000),
  /** A simulator stands there: screens, forms and the console say so. */
  simulated: z.boolean().default(false),
  /** Keys that the platform signs with, now and before: raw Ed25519, base64url. */
  publicKeys: z
    .array(z.string().regex(/^[A-Za-z0-9_-]{43}$/))
    .min(1)
    .max(10),
  answers: z
    .object({
      accepted: answerCodes.min(1).default([0, 200]),
      none: answerCodes.default([404]),
      suspended: answerCodes.default([4031]),
      tooSoon: answerCodes.default([4291]),
      wrongCode: answerCodes.default([4221]),
      expired: answerCodes.default([4101]),
    })
    .prefault({}),
});
export type SealSettings = z.infer<typeof sealSettings>;
