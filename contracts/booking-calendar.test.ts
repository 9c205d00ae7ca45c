import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookingNo, bookingNoOf, type DayException, type Opening } from './booking.ts';
import { isOpenAt, openDay, openDays, slotAt } from './booking-calendar.ts';
import { addDays, clockText, dayOf, isDay, minuteOf, msAt, weekdayOf } from './hall-time.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
const mornings: Opening = { weekdays: [1, 2, 3, 4, 5], from: 540, to: 720 };
const matter = { id: 'm', opening: [mornings], slotMinutes: 60 };
const calendar = (exceptions: DayException[] = []) => ({ daysAhead: 7, leadMinutes: 30, exceptions });
const closed = (day: string, matterId: string | null = null): DayException => ({
  day,
  matterId,
  opensAs: null,
  reason: { zh: '放假', en: 'Holiday' },
});
const minutes = (day: { slots: { minute: number }[] }) => day.slots.map((s) => s.minute);

describe('the hall’s time', () => {
  it('is Beijing’s, whatever the machine’s zone: a day begins at 16:00 UTC', () => {
    expect(dayOf(Date.parse('2026-11-24T15:59:59Z'))).toBe('2026-11-24');
    expect(dayOf(Date.parse('2026-11-24T16:00:00Z'))).toBe('2026-11-25');
    expect(minuteOf(Date.parse('2026-11-24T16:00:59Z'))).toBe(0);
    expect(msAt('2026-11-25', 0)).toBe(Date.parse('2026-11-24T16:00:00Z'));
    expect(weekdayOf('2026-11-25')).toBe(3);
    expect(weekdayOf('2026-11-29')).toBe(7);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(clockText(545)).toBe('09:05');
  });

  it('knows days of the calendar alone', () => {
    expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true);
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '', '2026-11-24x'])
      expect(isDay(text)).toBe(false);
  });

  it('leads from a moment to its day and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        const whole = ms - (ms % 60_000);
        expect(msAt(dayOf(ms), minuteOf(ms))).toBe(whole);
      }),
    );
  });
});

describe('the calendar', () => {
  it('offers whole slots of open days', () => {
    expect(minutes(openDay(calendar(), matter, '2026-11-26', at('2026-11-24T10:00')))).toEqual([
      540, 600, 660,
    ]);
    const odd = { ...matter, slotMinutes: 70 };
    expect(minutes(openDay(calendar(), odd, '2026-11-26', at('2026-11-24T10:00')))).toEqual([540, 610]);
  });

  it('offers nothing at a weekend', () => {
    expect(minutes(openDay(calendar(), matter, '2026-11-28', at('2026-11-24T10:00')))).toEqual([]);
  });

  it('offers of today what begins after the lead time', () => {
    expect(minutes(openDay(calendar(), matter, '2026-11-24', at('2026-11-24T09:30')))).toEqual([600, 660]);
    expect(minutes(openDay(calendar(), matter, '2026-11-24', at('2026-11-24T09:31')))).toEqual([660]);
  });

  it('offers nothing before today, nor after the last day', () => {
    const now = at('2026-11-24T08:00');
    expect(minutes(openDay(calendar(), matter, '2026-11-23', now))).toEqual([]);
    expect(minutes(openDay(calendar(), matter, '2026-12-01', now))).not.toEqual([]);
    expect(minutes(openDay(calendar(), matter, '2026-12-02', now))).toEqual([]);
  });

  it('is closed on a holiday, and says why', () => {
    const day = openDay(calendar([closed('2026-11-26')]), matter, '2026-11-26', at('2026-11-24T10:00'));
    expect(day).toMatchObject({ slots: [], exception: { zh: '放假' } });
  });

  it('works on a weekend with the hours of another weekday (调休)', () => {
    const worked = { ...closed('2026-11-28'), opensAs: 5 };
    const day = openDay(calendar([worked]), matter, '2026-11-28', at('2026-11-24T10:00'));
    expect(minutes(day)).toEqual([540, 600, 660]);
  });

  it('goes by the matter’s own exception before the hall’s', () => {
    const exceptions = [closed('2026-11-26'), { ...closed('2026-11-26', 'm'), opensAs: 4 }];
    expect(minutes(openDay(calendar(exceptions), matter, '2026-11-26', at('2026-11-24T10:00')))).toHaveLength(
      3,
    );
    expect(
      minutes(openDay(calendar([closed('2026-11-26', 'x')]), matter, '2026-11-26', at('2026-11-24T10:00'))),
    ).toHaveLength(3);
  });

  it('has today and the days ahead, each once, in order', () => {
    const days = openDays(calendar(), matter, at('2026-11-24T23:59'));
    expect(days.map((d) => d.day)).toEqual(Array.from({ length: 8 }, (_, n) => addDays('2026-11-24', n)));
  });

  it('finds a slot by its beginning alone', () => {
    const now = at('2026-11-24T10:00');
    expect(slotAt(calendar(), matter, '2026-11-26', 600, now)).toEqual({ minute: 600, endMinute: 660 });
    expect(slotAt(calendar(), matter, '2026-11-26', 610, now)).toBeNull();
  });

  it('never offers slots that lie across each other or outside the hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 240 }),
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 0, max: 1440 }),
        (slotMinutes, from, to) => {
          const opening = { weekdays: [4], from, to };
          const { slots } = openDay(
            calendar(),
            { id: 'm', slotMinutes, opening: [opening] },
            '2026-11-26',
            at('2026-11-24T10:00'),
          );
          for (const [i, slot] of slots.entries()) {
            expect(slot.endMinute - slot.minute).toBe(slotMinutes);
            expect(slot.minute).toBeGreaterThanOrEqual(slots[i - 1]?.endMinute ?? from);
            expect(slot.endMinute).toBeLessThanOrEqual(to);
          }
        },
      ),
    );
  });

  it('tells whether a line is open at this moment', () => {
    expect(isOpenAt([mornings], [], at('2026-11-24T09:00'))).toBe(true);
    expect(isOpenAt([mornings], [], at('2026-11-24T12:00'))).toBe(false);
    expect(isOpenAt([mornings], [closed('2026-11-24')], at('2026-11-24T09:00'))).toBe(false);
  });
});

describe('the number of a booking', () => {
  it('is made of the day and the id, and fits its form', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 4 }), (id) => {
        expect(bookingNo.safeParse(bookingNoOf(id, '2026-12-03')).success).toBe(true);
      }),
    );
    const id = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
    expect(bookingNoOf(id, '2026-12-03')).toBe(bookingNoOf(id, '2026-12-03'));
    expect(bookingNoOf(id, '2026-12-03').slice(0, 7)).toBe('YY1203-');
  });

  it('differs when the id differs', () => {
    const numbers = new Set(
      fc
        .sample(fc.uuid({ version: 4 }), { numRuns: 500, seed: 1 })
        .map((id) => bookingNoOf(id, '2026-12-03')),
    );
    expect(numbers.size).toBeGreaterThan(495);
  });
});
