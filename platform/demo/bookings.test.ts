import { expect, it } from 'vitest';
import { openDays } from '../../contracts/booking-calendar.ts';
import { msAt, weekdayOf } from '../../contracts/hall-time.ts';
import { loadDemoBookings } from './bookings.ts';
import { loadDemoHall } from './schema.ts';

const bookings = loadDemoBookings();
const hall = loadDemoHall();
const twice = (texts: readonly string[]) => texts.filter((t, i) => texts.indexOf(t) !== i);

it('books what the hall has: its departments and their items, each once', () => {
  for (const matter of bookings.matters) {
    const item = hall.items.find((i) => i.code === matter.itemCode);
    expect([matter.id, item?.department]).toEqual([matter.id, matter.departmentId]);
  }
  expect(twice(bookings.matters.map((m) => m.id))).toEqual([]);
  expect(twice(bookings.queues.map((q) => q.letter))).toEqual([]);
});

it('has hours within the day, and a slot in each', () => {
  for (const matter of bookings.matters)
    for (const { from, to } of matter.opening)
      expect([matter.id, to - from >= matter.slotMinutes]).toEqual([matter.id, true]);
});

it('knows the holidays of 2026 and the weekends that are worked', () => {
  const rules = { daysAhead: 60, leadMinutes: 0, exceptions: bookings.exceptions };
  const [matter] = bookings.matters;
  if (matter === undefined) throw new Error('no matter');
  const open = (from: string, day: string) =>
    (openDays(rules, matter, msAt(from, 0)).find((d) => d.day === day)?.slots.length ?? 0) > 0;
  expect(open('2026-09-20', '2026-10-01')).toBe(false);
  expect(open('2026-09-20', '2026-10-10')).toBe(true);
  expect(open('2026-02-10', '2026-02-28')).toBe(true);
  for (const { day, opensAs } of bookings.exceptions)
    if (opensAs !== null) expect([day, weekdayOf(day) > 5]).toEqual([day, true]);
  expect(twice(bookings.exceptions.map((e) => e.day))).toEqual([]);
});
