import { createHash } from 'node:crypto';
import type { RatingBody } from '../../contracts/rating.ts';
import { type Asset, DEFAULT_RULES, type Reference } from '../../contracts/reference.ts';

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

/** Valid reference data whose slides show `assets`. */
export const sampleReference = (version: string, assets: Asset[] = []): Reference => ({
  version,
  hall: { name: { zh: '示范区政务服务中心', en: 'Demonstration Service Hall' }, phone: '12345' },
  window: {
    id: 'w03',
    no: '3',
    name: { zh: '社保窗口', en: 'Social insurance' },
    department: { zh: '人社局', en: 'Human resources' },
  },
  staff: [],
  staffOnDuty: null,
  tagSet: { version: 'national-2020.1', tags: [{ code: '413', zh: '服务态度较好', en: 'Good service' }] },
  rules: DEFAULT_RULES,
  slides: assets.map((image, i) => ({ id: `s${i}`, title: { zh: '图', en: 'Slide' }, image, seconds: 10 })),
  notices: [],
  receiptKey: 'A'.repeat(43),
});
