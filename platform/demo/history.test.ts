import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNegative, LEVELS, ratingBody } from '../../contracts/rating.ts';
import { type HistoryOptions, history, type PastRating } from './history.ts';
import { closing, midnight, openingHours } from './opening-hours.ts';
import { createRandom } from './random.ts';
import { loadDemoHall, loadNationalTags } from './schema.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const hall = loadDemoHall();
const tags = loadNationalTags();
/** A Tuesday, 14:00 in the hall. */
const UNTIL = new Date('2026-11-24T06:00:00Z');
const past = (wish: Partial<HistoryOptions> = {}): PastRating[] => [
  ...history(hall, tags, { count: 400, until: UNTIL, ...wish }),
];
const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

describe('a history', () => {
  const many = past({ count: 12_000 });

  test('is the same at every call, and another with another seed', () => {
    expect(past()).toEqual(past());
    expect(past({ seed: 'other' })).not.toEqual(past());
  });

  test('holds as many ratings as wished, oldest first, none after its end', () => {
    expect(many).toHaveLength(12_000);
    const times = many.map((p) => p.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(many.filter((p) => p.receivedAt <= p.at || p.receivedAt > UNTIL)).toEqual([]);
    expect(past({ count: 0 })).toEqual([]);
  });

  test('holds only what a pad could have sent', () => {
    expect(many.filter((p) => !ratingBody.safeParse(p.body).success)).toEqual([]);
  });

  test('numbers the rows of each pad from 1 without a gap, each pad in an epoch of its own', () => {
    const pads = Map.groupBy(many, (p) => p.terminalId);
    expect(pads.size).toBe(20);
    for (const rows of pads.values()) {
      expect(rows.map((p) => p.seq)).toEqual(rows.map((_, i) => i + 1));
      expect(new Set(rows.map((p) => p.epoch)).size).toBe(1);
    }
    expect(new Set(many.map((p) => p.epoch)).size).toBe(20);
    expect(unique(many.map((p) => p.body.id))).toBe(true);
  });

  test('counts one rating of each case and stage; a second is the duplicate of the first', () => {
    const counted = many.filter((p) => p.status === 'counted');
    expect(unique(counted.map((p) => `${p.body.case.caseNo}/${p.body.case.stage}`))).toBe(true);
    const byId = new Map(counted.map((p) => [p.body.id, p]));
    const duplicates = many.filter((p) => p.status === 'duplicate');
    expect(duplicates.length).toBeGreaterThan(20);
    for (const d of duplicates) {
      const first = byId.get(d.duplicateOf ?? '');
      expect(first?.body.case).toEqual(d.body.case);
      expect(first && first.at <= d.at).toBe(true);
    }
  });

  test('takes nothing to the province that does not count', () => {
    const uncounted = many.filter((p) => p.status !== 'counted');
    expect(uncounted.filter((p) => p.relay !== 'notRelayed' || p.attempts.length > 0)).toEqual([]);
    const relayed = many.filter((p) => p.relay === 'relayed');
    expect(relayed.filter((p) => p.attempts.at(-1)?.outcome !== 'relayed')).toEqual([]);
    expect(many.filter((p) => p.attempts.some((a) => a.at <= p.receivedAt))).toEqual([]);
    const states = new Set(many.map((p) => p.relay));
    expect([...states]).toEqual(expect.arrayContaining(['relayed', 'refused', 'notRelayed', 'waiting']));
  });

  test('lets a request ring and open before it is rated, and be rated in its time', () => {
    const isOdd = ({ body, request, at }: PastRating): boolean => {
      if (request === null) return body.source === 'request';
      const { createdAt, rungAt, openedAt } = request;
      const inOrder = createdAt < rungAt && rungAt < openedAt && openedAt < at;
      return body.source !== 'request' || !inOrder || at.getTime() - createdAt.getTime() >= 60_000;
    };
    expect(many.filter(isOdd)).toEqual([]);
  });

  test('looks like a hall: mostly content, every level, some words with what went wrong, some pads offline', () => {
    const share = (is: (p: PastRating) => boolean): number => many.filter(is).length / many.length;
    expect(share((p) => p.body.level === 5)).toBeGreaterThan(0.75);
    for (const level of LEVELS) expect(share((p) => p.body.level === level)).toBeGreaterThan(0.002);
    const negative = many.filter((p) => isNegative(p.body.level));
    expect(negative.length / many.length).toBeLessThan(0.06);
    expect(negative.filter((p) => p.body.text !== '').length / negative.length).toBeGreaterThan(0.3);
    expect(share((p) => p.receivedAt.getTime() - p.at.getTime() > HOUR)).toBeGreaterThan(0.0005);
    expect(share((p) => p.deliveredAgainAt.length > 0)).toBeGreaterThan(0.002);
    expect(new Set(many.map((p) => p.departmentId)).size).toBe(12);
  });

  test('happens while the hall is open', () => {
    const isOpen = ({ at }: PastRating): boolean =>
      at.getTime() >= midnight(at.getTime()) + 9 * HOUR && at.getTime() <= closing(at.getTime());
    expect(many.filter((p) => !isOpen(p))).toEqual([]);
  });
});

describe('opening hours', () => {
  test('later visitors come later, always while the hall is open, never after the end', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.integer({ min: 7, max: 400 }),
        fc.array(fc.double({ min: 0, max: 0.999999, noNaN: true }), { minLength: 2, maxLength: 20 }),
        (until, days, shares) => {
          const timeOf = openingHours(until.getTime(), days);
          const times = shares.toSorted((a, b) => a - b).map(timeOf);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          for (const at of times) {
            expect(at).toBeLessThanOrEqual(until.getTime());
            expect(at).toBeGreaterThanOrEqual(until.getTime() - days * DAY);
            expect(at).toBeGreaterThanOrEqual(midnight(at) + 9 * HOUR);
            expect(at).toBeLessThanOrEqual(closing(at));
            expect(new Date(at + 8 * HOUR).getUTCDay()).not.toBe(0);
          }
        },
      ),
    );
  });

  test('less than a week is refused', () => {
    expect(() => openingHours(UNTIL.getTime(), 6)).toThrow(RangeError);
  });
});

test('random numbers follow from the seed, are in range, and make UUIDs', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const [a, b] = [createRandom(seed), createRandom(seed)];
      for (let i = 0; i < 20; i += 1) {
        const n = a.next();
        expect(n).toBe(b.next());
        expect(n >= 0 && n < 1).toBe(true);
      }
      expect(a.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});
