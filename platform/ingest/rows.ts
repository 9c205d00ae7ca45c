import type { IngestItem } from '../../contracts/ingest.ts';
import type { Secrets } from '../context.ts';
import type { RatingItem } from './check.ts';

/** An outbox row's key in the hub: what its bytes are bound to when they are sealed. */
export const inboxBinding = (terminalId: string, epoch: string, seq: number): string =>
  `inbox:${terminalId}:${epoch}:${seq}`;
export const textBinding = (ratingId: string): string => `rating.text:${ratingId}`;

/** As `inboxRecord` in `store.ts` reads it. */
export interface InboxRow {
  seq: number;
  kind: string;
  /** hexadecimal */
  sha256: string;
  /** base64 of the sealed bytes */
  body: string;
  at_ms: number;
  uncertainty_ms: number;
  clock: 'anchor' | 'wall';
}

export function toInboxRow(
  secrets: Pick<Secrets, 'seal'>,
  key: { terminalId: string; epoch: string },
  item: IngestItem,
): InboxRow {
  const binding = inboxBinding(key.terminalId, key.epoch, item.seq);
  return {
    seq: item.seq,
    kind: item.kind,
    sha256: item.sha256,
    body: secrets.seal(Buffer.from(item.body, 'utf8'), binding).toString('base64'),
    at_ms: item.at.ms,
    uncertainty_ms: item.at.uncertaintyMs,
    clock: item.at.clock,
  };
}

/** As `ratingRecord` in `ratings.ts` reads it. */
export type RatingRow = ReturnType<typeof toRatingRow>;

export function toRatingRow(secrets: Pick<Secrets, 'seal'>, { item, rating: r }: RatingItem) {
  return {
    id: r.id,
    seq: item.seq,
    request_id: r.requestId,
    case_no: r.case.caseNo,
    stage: r.case.stage,
    item_code: r.case.itemCode,
    item_name: r.case.itemName,
    window_id: r.windowId,
    staff_id: r.staffId,
    level: r.level,
    tags: r.tags,
    tag_set_version: r.tagSetVersion,
    text:
      r.text === '' ? null : secrets.seal(Buffer.from(r.text, 'utf8'), textBinding(r.id)).toString('base64'),
    anonymous: r.anonymous,
    channel: r.channel,
    source: r.source,
    checked: r.checked,
    locale: r.locale,
    elder: r.elder,
    app: r.app,
    at_ms: item.at.ms,
    uncertainty_ms: item.at.uncertaintyMs,
    clock: item.at.clock,
  };
}
