import type { IngestItem } from '../../contracts/ingest.ts';
import type { Gate } from './gate.ts';

/** Ratings never wait behind other rows, whose effects take many statements each: kiosks send theirs by the hundred. */
export interface IngestGates {
  /** Batches of nothing but ratings. */
  ratings: Gate;
  others: Gate;
}

export const gateFor = (gates: IngestGates, items: readonly Pick<IngestItem, 'kind'>[]): Gate =>
  items.every((item) => item.kind === 'rating') ? gates.ratings : gates.others;
