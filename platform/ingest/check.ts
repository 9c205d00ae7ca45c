import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../contracts/errors.ts';
import { type IngestItem, itemKind } from '../../contracts/ingest.ts';
import { type RatingBody, ratingBody } from '../../contracts/rating.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';

/** An item that may be stored: the bytes are those that were hashed, and the body is a rating. */
export interface GoodItem {
  item: IngestItem;
  rating: RatingBody;
}

/** `ingest.badHash`, `ingest.unknownKind`, `ingest.badBody`: never acceptable, however often it is sent. */
export function checkItem(item: IngestItem): Result<GoodItem, { code: ErrorCode }> {
  if (createHash('sha256').update(item.body, 'utf8').digest('hex') !== item.sha256)
    return fail('ingest.badHash');
  if (!itemKind.safeParse(item.kind).success) return fail('ingest.unknownKind');
  let json: unknown;
  try {
    json = JSON.parse(item.body);
  } catch {
    return fail('ingest.badBody');
  }
  const parsed = ratingBody.safeParse(json);
  if (!parsed.success || !isStorable(parsed.data)) return fail('ingest.badBody');
  return ok({ item, rating: parsed.data });
}

/** PostgreSQL's text holds no NUL, and UTF-8 no lone surrogate; the other fields exclude them by their form. */
const isStorable = (r: RatingBody): boolean =>
  [r.tagSetVersion, r.app, r.case.itemName ?? ''].every(
    (text) => !text.includes('\0') && text.isWellFormed(),
  );
