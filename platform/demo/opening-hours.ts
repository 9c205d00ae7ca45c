/** China has one time, UTC+8, without summer time. */
const ZONE_MS = 8 * 3_600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How busy the hall is in each hour from 9:00 on: mornings most, noon least. */
const WORKDAY = [1.3, 1.5, 1.1, 0.4, 0.5, 1.1, 1.2, 0.8];
/** Extended service on Saturday mornings. */
const SATURDAY = [0.6, 0.7, 0.5];
const OPENS_AT = 9;

/** Local midnight of the day that a time is in, ms since the epoch. */
export const midnight = (ms: number): number => Math.floor((ms + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;
/** When the hall closes on the day that a time is in, ms since the epoch. */
export const closing = (ms: number): number => midnight(ms) + (OPENS_AT + hoursOf(ms).length) * HOUR_MS;

/** 0 = Sunday. */
const weekday = (ms: number): number => new Date(ms + ZONE_MS).getUTCDay();
function hoursOf(ms: number): readonly number[] {
  const day = weekday(ms);
  return day === 0 ? [] : day === 6 ? SATURDAY : WORKDAY;
}

interface Slot {
  from: number;
  to: number;
  /** Visitors before this slot and in it, in the unit of the weights above. */
  before: number;
  visitors: number;
}

/**
 * Maps a share of all visitors (0 to 1) of the days before `until` to the time when that visitor came: only while the
 * hall is open, more in busy hours, later for a larger share. Public holidays are not known to it. At least a week,
 * so that the hall is open in it.
 */
export function openingHours(until: number, days: number): (share: number) => number {
  if (days < 7) throw new RangeError('opening hours need at least a week');
  const slots: Slot[] = [];
  let total = 0;
  for (let day = midnight(until - days * DAY_MS) + DAY_MS; day < until; day += DAY_MS)
    for (const [hour, weight] of hoursOf(day).entries()) {
      const from = day + (OPENS_AT + hour) * HOUR_MS;
      const to = Math.min(from + HOUR_MS, until);
      if (to <= from) break;
      const visitors = (weight * (to - from)) / HOUR_MS;
      slots.push({ from, to, before: total, visitors });
      total += visitors;
    }
  return (share) => {
    const wanted = share * total;
    const slot = slots[lastBefore(slots, wanted)];
    if (slot === undefined) throw new RangeError(`no visitor at ${share}`);
    const part = Math.min(1, (wanted - slot.before) / slot.visitors);
    return Math.floor(slot.from + part * (slot.to - slot.from));
  };
}

/** Index of the last slot that begins at or before `visitors`. */
function lastBefore(slots: readonly Slot[], visitors: number): number {
  let low = 0;
  let high = slots.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((slots[middle]?.before ?? 0) <= visitors) low = middle;
    else high = middle - 1;
  }
  return low;
}
