import { createHash } from 'node:crypto';
import type { RatingBody } from '../../contracts/rating.ts';

/** A uuid that only depends on its number. */
export const uuidOf = (n: number | string): string => {
  const h = createHash('sha256').update(`sample ${n}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
};

/** A valid rating body number `n`: each of a case of its own. */
export const sampleRating = (n: number | string, over: Partial<RatingBody> = {}): RatingBody => ({
  v: 1,
  id: uuidOf(n),
  requestId: null,
  case: { caseNo: `WD-${n}`, stage: 2, itemCode: null, itemName: null },
  windowId: 'w03',
  staffId: null,
  level: 4,
  tags: [],
  tagSetVersion: 'national-2020.1',
  text: '',
  anonymous: false,
  channel: 4,
  source: 'typed',
  checked: false,
  locale: 'zh-CN',
  elder: false,
  app: '0.1.0',
  ...over,
});
