import type { RatingStory } from '../../../contracts/hub/console-api.ts';

type Step = RatingStory['steps'][number];
const MAX_DETAIL = 300;

/** What the hub has noted of one rating, as it is read from the tables. */
export interface Notes {
  at: Date;
  receivedAt: Date;
  request: { source: string; created_at: Date; rung_at: Date | null; opened_at: Date | null } | null;
  /** Deliveries after the first. */
  duplicates: readonly Date[];
  attempts: readonly { at: Date; outcome: 'relayed' | 'failed' | 'refused'; detail: string | null }[];
}

/** In this order where two happened in the same millisecond. */
const ORDER: readonly Step['what'][] = [
  'requested',
  'rung',
  'opened',
  'saved',
  'received',
  'duplicateDelivery',
  'relayFailed',
  'relayRefused',
  'relayed',
];
const RELAY = { relayed: 'relayed', failed: 'relayFailed', refused: 'relayRefused' } as const;

/**
 * The story in order of time. `saved` is by the terminal's clock and may be off by the rating's uncertainty, so it can
 * stand out of its natural order.
 */
export function storySteps(notes: Notes): Step[] {
  const { request } = notes;
  const steps: Step[] = [
    ...(request ? [step('requested', request.created_at, request.source)] : []),
    ...(request?.rung_at ? [step('rung', request.rung_at)] : []),
    ...(request?.opened_at ? [step('opened', request.opened_at)] : []),
    step('saved', notes.at),
    step('received', notes.receivedAt),
    ...notes.duplicates.map((at) => step('duplicateDelivery', at)),
    ...notes.attempts.map((a) => step(RELAY[a.outcome], a.at, a.detail)),
  ];
  return steps.sort((a, b) => a.atMs - b.atMs || ORDER.indexOf(a.what) - ORDER.indexOf(b.what));
}

const step = (what: Step['what'], at: Date, detail: string | null = null): Step => ({
  what,
  atMs: at.getTime(),
  detail: detail?.slice(0, MAX_DETAIL) ?? null,
});
