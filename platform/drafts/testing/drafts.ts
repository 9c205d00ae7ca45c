import { createHash, randomUUID } from 'node:crypto';
import type { Draft } from '../../../contracts/draft.ts';

/** A half-done application at its n-th change; fields as wished. */
export const draftAt = (n: number, wish: Partial<Draft> = {}): Draft => ({
  id: randomUUID(),
  n,
  flow: {
    id: 'residence-permit-apply',
    version: '1.0.0',
    hash: createHash('sha256').update('flow').digest('hex'),
  },
  scanned: [{ stepId: 'lease', pages: 2 }],
  savedMs: Date.parse('2026-11-24T10:00:00+08:00'),
  title: { zh: '居住证申领', en: 'Residence permit' },
  answers: { home: { type: 'form', values: { phone: '13800001234' } } },
  shown: [{ label: '手机号码', value: '13800001234' }],
  ...wish,
});
