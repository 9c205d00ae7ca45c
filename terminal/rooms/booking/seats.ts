import type { BookingRules } from '../../../contracts/booking.ts';
import { openDay, openDays } from '../../../contracts/booking-calendar.ts';
import { bookingReplies } from '../../../contracts/hub/booking-api.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type {
  BookedItem,
  BookingOffer,
  DayChoice,
  SlotChoice,
  WantedMatter,
} from '../../../contracts/rooms/booking.ts';
import type { RoomTools } from '../types.ts';
import type { RulesCache } from './cache.ts';

type Link = RoomTools['link'];
const PATIENCE_MS = 4_000;

/** What was last heard stands in for the hub. */
const ABSENT: readonly string[] = ['hub.unreachable', 'hub.notOurs', 'busy', 'internal'];
export const isAbsent = (code: string): boolean => ABSENT.includes(code);

/** What can be booked, by department in the hall's order. */
export function departmentsOf({ matters }: BookingRules): BookingOffer['departments'] {
  const departments = new Map<string, BookingOffer['departments'][number]>();
  for (const { id, departmentId, department, name, place } of matters) {
    const known = departments.get(departmentId) ?? { id: departmentId, name: department, matters: [] };
    departments.set(departmentId, known);
    known.matters.push({ id, name, place });
  }
  return [...departments.values()];
}

/** The matter of an item, or the one of all that its department does; else the department, if anything of it can be booked. */
export function wantedOf(
  { matters }: Pick<BookingRules, 'matters'>,
  { code, departmentId }: BookedItem,
): WantedMatter {
  const own = matters.filter((m) => m.departmentId === departmentId);
  const matter = matters.find((m) => m.itemCode === code) ?? own.find((m) => m.itemCode === null);
  return {
    matter: matter === undefined ? null : { id: matter.id, name: matter.name },
    departmentId: matter?.departmentId ?? own[0]?.departmentId ?? null,
  };
}

/** Days with live seats, or by the kept rules without them. `booking.noRules`, `booking.unknownMatter`. */
export async function daysOf(
  link: Link,
  cache: RulesCache,
  matterId: string,
): Promise<Result<{ live: boolean; days: DayChoice[] }>> {
  if (link.online()) {
    const asked = await link.ask(
      { method: 'POST', path: '/kiosk/bookings/days', body: { matterId }, timeoutMs: PATIENCE_MS },
      bookingReplies.days,
    );
    if (asked.ok) return ok({ live: true, days: asked.value.days });
    if (!isAbsent(asked.error.code)) return asked;
  }
  const rules = cache.kept();
  if (rules === null) return fail('booking.noRules');
  const matter = rules.matters.find((m) => m.id === matterId);
  if (matter === undefined) return fail('booking.unknownMatter');
  const days = openDays(rules, matter, cache.nowMs());
  return ok({
    live: false,
    days: days.map(({ day, slots, exception }) => ({ day, slots: slots.length, free: null, exception })),
  });
}

/** Slots of a day, as `daysOf`. */
export async function slotsOf(
  link: Link,
  cache: RulesCache,
  matterId: string,
  day: string,
): Promise<Result<{ live: boolean; slots: SlotChoice[] }>> {
  if (link.online()) {
    const body = { matterId, day };
    const asked = await link.ask(
      { method: 'POST', path: '/kiosk/bookings/slots', body, timeoutMs: PATIENCE_MS },
      bookingReplies.slots,
    );
    if (asked.ok) return ok({ live: true, slots: asked.value.slots });
    if (!isAbsent(asked.error.code)) return asked;
  }
  const rules = cache.kept();
  if (rules === null) return fail('booking.noRules');
  const matter = rules.matters.find((m) => m.id === matterId);
  if (matter === undefined) return fail('booking.unknownMatter');
  const { slots } = openDay(rules, matter, day, cache.nowMs());
  return ok({ live: false, slots: slots.map((slot) => ({ ...slot, free: null })) });
}
