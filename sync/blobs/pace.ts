import type { Timers } from '../../contracts/clock.ts';
import type { UploadLimits } from '../types.ts';

export const NO_LIMITS: UploadLimits = { bytesPerSecond: null, officeHours: null };
/** China Standard Time, the one time of the whole country, has no summer time. */
const CST_MS = 8 * 3_600_000;
const DAY_MIN = 24 * 60;
const MINUTE_MS = 60_000;

export interface PaceOptions {
  limits: UploadLimits;
  /** The best idea of UTC, ms. */
  nowMs: () => number;
  boottimeMs: () => number;
  timers: Timers;
}

/** How fast blobs may go now. */
export function createPace(o: PaceOptions) {
  const hours = o.limits.officeHours;
  const from = hours === null ? 0 : minutesOf(hours.from);
  const to = hours === null ? 0 : minutesOf(hours.to);
  /** Boot time at which the next bytes may go. */
  let free = 0;

  /** Minutes until office hours end; null: these are none. */
  function officeMinutesLeft(): number | null {
    if (hours === null) return null;
    const minute = Math.floor((o.nowMs() + CST_MS) / MINUTE_MS) % DAY_MIN;
    const length = mod(to - from);
    const into = mod(minute - from);
    return into < length ? length - into : null;
  }

  /** Bytes a second; 0: nothing goes; infinite: no limit. */
  function rate(): number {
    const base = o.limits.bytesPerSecond ?? Number.POSITIVE_INFINITY;
    return hours !== null && officeMinutesLeft() !== null ? hours.bytesPerSecond : base;
  }

  return {
    rate,
    /** How long nothing may go, ms. */
    closedForMs(): number {
      return rate() > 0 ? 0 : (officeMinutesLeft() ?? 1) * MINUTE_MS;
    },
    /** Resolves when `bytes` more may go. What was begun is not stopped by office hours: a chunk is short. */
    async take(bytes: number, signal: AbortSignal): Promise<void> {
      const perSecond = rate() || (o.limits.bytesPerSecond ?? Number.POSITIVE_INFINITY);
      const now = o.boottimeMs();
      const wait = Math.max(0, free - now);
      free = Math.max(now, free) + (bytes / perSecond) * 1_000;
      if (wait > 0) await pause(wait, o.timers, signal);
    },
  };
}
export type Pace = ReturnType<typeof createPace>;

/** Ends early when `signal` does. */
export function pause(ms: number, timers: Timers, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = timers.after(ms, end);
    signal.addEventListener('abort', end);
  });
}

const mod = (minutes: number): number => ((minutes % DAY_MIN) + DAY_MIN) % DAY_MIN;

function minutesOf(text: string): number {
  const [, h = '', m = ''] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (h === '') throw new Error(`not a time of the day: ${text}`);
  return Number(h) * 60 + Number(m);
}
