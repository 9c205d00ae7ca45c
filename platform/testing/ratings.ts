import { createHash, randomUUID } from 'node:crypto';
import type { IngestItem } from '../../contracts/ingest.ts';
import type { RatingBody } from '../../contracts/rating.ts';
import { caseAt, HALL } from './hall.ts';

/** A rating of the first case of `HALL`, given at w1 without a request; fields as wished. */
export const sampleRating = (wish: Partial<RatingBody> = {}): RatingBody => ({
  v: 1,
  id: randomUUID(),
  requestId: null,
  case: { caseNo: caseAt(0), stage: 2, itemCode: null, itemName: null },
  windowId: 'w1',
  staffId: null,
  level: 5,
  tags: ['510'],
  tagSetVersion: HALL.tagSetVersion,
  text: '',
  anonymous: false,
  channel: 4,
  source: 'scanned',
  checked: false,
  locale: 'zh-CN',
  elder: false,
  app: 'test/1',
  ...wish,
});

/** A case of its own for every number, at stage 2. */
export const sampleCase = (caseNo: string): RatingBody['case'] => ({
  caseNo,
  stage: 2,
  itemCode: null,
  itemName: null,
});

/** An outbox row whose body is `body`, hashed as a terminal does. */
export function outboxRow(
  seq: number,
  body: RatingBody | string,
  wish: Partial<IngestItem> = {},
): IngestItem {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    seq,
    kind: 'rating',
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
    body: text,
    at: { ms: Date.UTC(2026, 10, 24, 2), uncertaintyMs: 40, clock: 'anchor' },
    ...wish,
  };
}
