import { z } from 'zod';

/** Setting `sms`: the hall's SMS gateway, and how often it may be made to send. Absent = no sign-in by phone. */
const answerCodes = z.array(z.union([z.number().int(), z.string().max(20)])).max(20);
const count = z.number().int().min(1).max(10_000);

export const smsSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(1_000)).default({}),
  timeoutMs: z.number().int().min(500).max(10_000).default(4_000),
  /** A simulator stands there: screens say so. */
  simulated: z.boolean().default(false),
  /** Signature (短信签名) registered with the carriers. */
  sign: z.string().min(1).max(40),
  /** As registered with the carriers; `{code}` and `{minutes}` are put in. */
  text: z
    .string()
    .max(300)
    .refine((t) => t.includes('{code}'), { message: 'lacks {code}' })
    .default('验证码{code}，{minutes}分钟内有效，用于在自助机上登录。请勿告诉他人。'),
  answers: z
    .object({ taken: answerCodes.min(1).default([0, 200]), refused: answerCodes.default([4221]) })
    .prefault({}),
  limits: z
    .object({
      /** Between two codes of one phone, s. */
      pauseSeconds: z.number().int().min(10).max(600).default(60),
      phoneHour: count.default(5),
      phoneDay: count.default(10),
      /** Of one terminal, whoever asks. */
      terminalHour: count.default(60),
    })
    .prefault({}),
});
export type SmsSettings = z.infer<typeof smsSettings>;
