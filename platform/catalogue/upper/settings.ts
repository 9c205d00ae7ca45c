import { z } from 'zod';
import { shortId } from '../../../contracts/primitives.ts';

/**
 * Setting `catalogue`: the upper catalogue (上级政务服务事项库) from which items come, and its codes for what is ours.
 * Absent = the hall's items are those that it entered itself.
 */
export const upperSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Headers that it wants with every call, such as an application key. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(1_000)).default({}),
  timeoutMs: z.number().int().min(500).max(60_000).default(15_000),
  everyMinutes: z.number().int().min(5).max(10_080).default(360),
  pageSize: z.number().int().min(1).max(500).default(200),
  /** Its code of a department → ours. Items of others are left out. */
  departments: z.record(z.string().max(60), shortId),
  /** Its code of a theme → our topic. */
  topics: z.record(z.string().max(60), shortId).default({}),
  /** More than this share of its items gone at once is taken for a fault of its, not for news. */
  mostRemoved: z.number().min(0).max(1).default(0.3),
});
export type UpperSettings = z.infer<typeof upperSettings>;
