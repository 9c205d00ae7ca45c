import { createHash } from 'node:crypto';
import type { ApplicationBody } from '../../contracts/application.ts';
import type { BookingBody } from '../../contracts/booking.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import { type IngestItem, itemKind } from '../../contracts/ingest.ts';
import type { PetitionBody } from '../../contracts/petition.ts';
import { type RatingBody, ratingBody } from '../../contracts/rating.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { checkApplication } from '../applications/check.ts';
import { checkBooking } from '../bookings/check.ts';
import { checkPetition } from '../citizens/check.ts';
import { checkMaterial, type MaterialSender, type SignedMaterial } from '../materials/check.ts';

/** An item that may be stored: the bytes are those that were hashed, and the body is what its kind says. */
export type GoodItem =
  | RatingItem
  | { kind: 'material'; item: IngestItem; material: SignedMaterial }
  | { kind: 'application'; item: IngestItem; application: ApplicationBody }
  | { kind: 'booking'; item: IngestItem; booking: BookingBody }
  | { kind: 'petition'; item: IngestItem; petition: PetitionBody };
export interface RatingItem {
  kind: 'rating';
  item: IngestItem;
  rating: RatingBody;
}

/**
 * `ingest.badHash`, `ingest.unknownKind`, `ingest.badBody`, and those of `checkMaterial` and `checkApplication`: never
 * acceptable, however often it is sent.
 */
export function checkItem(item: IngestItem, sender: MaterialSender): Result<GoodItem, { code: ErrorCode }> {
  if (createHash('sha256').update(item.body, 'utf8').digest('hex') !== item.sha256)
    return fail('ingest.badHash');
  const kind = itemKind.safeParse(item.kind);
  if (!kind.success) return fail('ingest.unknownKind');
  let json: unknown;
  try {
    json = JSON.parse(item.body);
  } catch {
    return fail('ingest.badBody');
  }
  if (kind.data === 'material') {
    const checked = checkMaterial(json, sender);
    return checked.ok ? ok({ kind: 'material', item, material: checked.value }) : checked;
  }
  if (kind.data === 'application') {
    const checked = checkApplication(json, sender.id);
    return checked.ok ? ok({ kind: 'application', item, application: checked.value }) : checked;
  }
  if (kind.data === 'booking') {
    const checked = checkBooking(json, sender.id);
    return checked.ok ? ok({ kind: 'booking', item, booking: checked.value }) : checked;
  }
  if (kind.data === 'petition') {
    const checked = checkPetition(json, sender.id);
    return checked.ok ? ok({ kind: 'petition', item, petition: checked.value }) : checked;
  }
  const parsed = ratingBody.safeParse(json);
  if (!parsed.success || !isStorable(parsed.data)) return fail('ingest.badBody');
  return ok({ kind: 'rating', item, rating: parsed.data });
}

/** PostgreSQL's text holds no NUL, and UTF-8 no lone surrogate; the other fields exclude them by their form. */
const isStorable = (r: RatingBody): boolean =>
  [r.tagSetVersion, r.app, r.case.itemName ?? ''].every(
    (text) => !text.includes('\0') && text.isWellFormed(),
  );
