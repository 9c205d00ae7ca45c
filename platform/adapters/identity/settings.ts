import { z } from 'zod';

/**
 * Setting `identity`: the upper identity system. There is no published interface that all provinces share: addresses and
 * answer codes are here and nowhere in code. Absent = no sign-in by QR, and a phone proves no person.
 */
const answerCodes = z.array(z.union([z.number().int(), z.string().max(20)])).max(20);
const address = z.url({ protocol: /^https?$/ });

export const identitySettings = z.strictObject({
  /** Takes `{code}`; null: no sign-in by QR. */
  codeUrl: address.nullable(),
  /** Takes `{phone}`; null: a phone proves no person. */
  phoneUrl: address.nullable(),
  /** Headers that the system wants with every call, such as an application key. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(1_000)).default({}),
  timeoutMs: z.number().int().min(500).max(10_000).default(4_000),
  /** A simulator stands there: screens say so. */
  simulated: z.boolean().default(false),
  answers: z
    .object({
      known: answerCodes.min(1).default([0, 200]),
      unknownPhone: answerCodes.default([4041]),
      forged: answerCodes.default([4001]),
      expired: answerCodes.default([4002, 4003]),
      refused: answerCodes.default([4031]),
    })
    .prefault({}),
});
export type IdentitySettings = z.infer<typeof identitySettings>;
