import { z } from 'zod';

/**
 * Setting `relay`: where the province is and which codes it wants. What no public source confirms (area and department
 * codes, data source, answer codes) is here and nowhere in code. Absent = ratings wait.
 */
const code = z.string().min(1).max(60);
const answerCode = z.union([z.number().int(), z.string().max(20)]);

export const relaySettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Headers that the province wants with every call, such as an application key. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(1_000)).default({}),
  timeoutMs: z.number().int().min(500).max(20_000).default(10_000),
  timeZone: z.string().max(40).default('Asia/Shanghai'),
  areaCode: code,
  areaName: code,
  /** Three digits that the province gives out. */
  dataSource: z.string().regex(/^\d{3}$/),
  /** Our department → 18-digit unified social credit code (统一社会信用代码). */
  departments: z.record(z.string(), z.string().regex(/^[0-9A-Z]{18}$/)),
  /** Our channel code → the province's `pf`, where they differ. */
  channels: z.record(z.string().regex(/^[1-7]$/), code).default({}),
  /** Our stage → the province's `proStatus`: 1 待办理 2 办理中 3 已完结. */
  stages: z.object({ '1': code, '2': code }).default({ '1': '2', '2': '3' }),
  /** `userProp` 1 个人 2 法人 and `promiseTime` 1 承诺件 2 即办件 where nothing better is known. */
  userProp: code.default('1'),
  promiseTime: code.default('2'),
  appStatus: z.string().max(60).default(''),
  /** Send name and number of who rated, but never of an anonymous rating. */
  sendApplicant: z.boolean().default(true),
  answers: z
    .object({
      /** Taken. */
      accepted: z.array(answerCode).min(1).default([0, 200]),
      /** Had it before: the code and a part of the message, as the Guangdong interface answers. */
      known: z
        .object({ codes: z.array(answerCode), message: z.string() })
        .default({ codes: [1], message: '已评价' }),
      /** Never to be taken. */
      refused: z.array(answerCode).default([400, 422]),
    })
    .prefault({}),
});
export type RelaySettings = z.infer<typeof relaySettings>;
