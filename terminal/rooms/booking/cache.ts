import { z } from 'zod';
import { type BookingRules, bookingRules } from '../../../contracts/booking.ts';
import { bookingReplies } from '../../../contracts/hub/booking-api.ts';
import type { RoomTools } from '../types.ts';

type Tools = Pick<RoomTools, 'store' | 'link' | 'clock' | 'timers' | 'log' | 'config'>;

/** Name of the document that holds them. */
export const RULES = 'booking.rules';
const document = z.object({
  /** Hub's time minus this machine's when they were heard, ms. */
  offsetMs: z.number().int(),
  rules: bookingRules,
});

type Heard = z.infer<typeof document>;
/** Clocks that differ by less need no new document. */
const SAME_CLOCK_MS = 5_000;

/** After the start, and from then on, ms: they change by the day, and the next citizen asks anyway. */
const FIRST_MS = 20_000;
const EVERY_MS = 30 * 60_000;
const PATIENCE_MS = 4_000;

/** The hub's rules of booking, kept for use without it. */
export interface RulesCache {
  /** Asks the hub, and keeps what it says. null: it is away. */
  refresh(): Promise<BookingRules | null>;
  /** As last heard; null: never. */
  kept(): BookingRules | null;
  /** The hall's time by the hub's clock as far as it is known, ms. */
  nowMs(): number;
  stop(): void;
}

export function createRulesCache(tools: Tools): RulesCache {
  let known = read(tools);
  let cancel = () => {};

  async function refresh(): Promise<BookingRules | null> {
    if (!tools.link.online()) return null;
    const question = { method: 'GET', path: '/kiosk/bookings/rules', timeoutMs: PATIENCE_MS } as const;
    const asked = await tools.link.ask(question, bookingReplies.rules);
    if (!asked.ok) return null;
    const { rules, serverMs } = asked.value;
    const heard = { rules, offsetMs: Math.round(serverMs - tools.clock.wallMs()) };
    const isNews = known === null || differs(known, heard);
    known = heard;
    if (isNews) {
      const kept = tools.store.putDocument(RULES, JSON.stringify(heard));
      if (!kept.ok) tools.log('booking.rulesNotKept', { code: kept.error.code });
    }
    return rules;
  }

  const again = (ms: number): void => {
    cancel = tools.timers.after(ms, () => void refresh().finally(() => again(EVERY_MS)));
  };
  if (tools.config.role === 'kiosk') again(FIRST_MS);

  return {
    refresh,
    kept: () => known?.rules ?? null,
    nowMs: () => tools.clock.wallMs() + (known?.offsetMs ?? 0),
    stop: () => cancel(),
  };
}

const differs = (a: Heard, b: Heard): boolean =>
  Math.abs(a.offsetMs - b.offsetMs) > SAME_CLOCK_MS || JSON.stringify(a.rules) !== JSON.stringify(b.rules);

/** What does not fit is of another version: as if never heard. */
function read({ store, log }: Tools): Heard | null {
  const text = store.document(RULES);
  if (text === null) return null;
  try {
    return document.parse(JSON.parse(text));
  } catch {
    log('booking.rulesUnreadable');
    return null;
  }
}
