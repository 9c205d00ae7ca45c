import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockTime, dateTime, minuteText, parseMinute, shortDateTime, span, startOfDay } from './time.ts';

const AT = Date.UTC(2026, 10, 24, 18, 5, 9, 45);

describe('Beijing time', () => {
  it('is eight hours ahead of UTC, over the day line too', () => {
    expect(dateTime(AT)).toBe('2026-11-25 02:05:09');
    expect(clockTime(AT)).toBe('02:05:09.045');
    expect(minuteText(startOfDay(AT))).toBe('2026-11-25T00:00');
  });

  it('leaves the year out only in the same year', () => {
    expect(shortDateTime(AT, AT)).toBe('11-25 02:05:09');
    expect(shortDateTime(AT, Date.UTC(2026, 11, 31, 17))).toBe('2026-11-25 02:05:09');
  });

  it('reads back every minute that it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        const minute = Math.floor(ms / 60_000) * 60_000;
        expect(parseMinute(minuteText(minute))).toBe(minute);
      }),
    );
  });

  it('refuses what is no minute', () => {
    for (const text of ['', '2026-11-24', '2026-02-30T10:00', '2026-13-01T00:00', 'x', '2026-11-24T25:00'])
      expect(parseMinute(text)).toBeNull();
  });
});

describe('span', () => {
  it.each([
    [0, 'ms', 0],
    [999, 'ms', 999],
    [1_250, 'second', 1.2],
    [59_999, 'second', 59],
    [60_000, 'minute', 1],
    [-7_200_000, 'hour', 2],
    [86_400_000 * 9, 'day', 9],
  ] as const)('%d ms', (ms, unit, n) => expect(span(ms)).toEqual({ unit, n }));
});
