import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratingFilter, ratingStatus, relayState } from '../../contracts/hub/console-api.ts';
import { LEVELS } from '../../contracts/rating.ts';
import { minuteText } from '../lib/time.ts';
import {
  EVERYTHING,
  isEverything,
  RANGES,
  type RatingQuery,
  readQuery,
  toFilter,
  writeQuery,
} from './query.ts';

const NOW = Date.UTC(2026, 10, 24, 4);
const minute = fc.integer({ min: 0, max: 4e12 }).map(minuteText);
const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: null });
const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/);

const query: fc.Arbitrary<RatingQuery> = fc.record({
  range: fc.oneof(
    fc.constantFrom(...RANGES),
    fc.record({ from: minute, to: maybe(minute) }),
    fc.record({ from: fc.constant(null), to: minute }),
  ),
  levels: fc.subarray([...LEVELS]),
  departmentId: maybe(id),
  windowId: maybe(id),
  terminalId: maybe(fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,39}$/)),
  status: maybe(fc.constantFrom(...ratingStatus.options)),
  relay: maybe(fc.constantFrom(...relayState.options)),
  caseNo: maybe(
    fc
      .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
      .map((s) => s.trim())
      .filter((s) => s !== '' && s.length <= 40),
  ),
});

describe('the list’s query in the address bar', () => {
  it('reads back what it writes, through a real URL', () => {
    fc.assert(
      fc.property(query, (q) => {
        const url = new URL(`http://hub/ratings?${writeQuery(q)}`);
        expect(readQuery(url.searchParams)).toEqual(q);
      }),
    );
  });

  it('takes any text for an address and still makes a filter that the hub accepts', () => {
    const name = fc.constantFrom(
      'range',
      'from',
      'to',
      'level',
      'dept',
      'window',
      'terminal',
      'status',
      'case',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary' }))), (pairs) => {
        const filter = toFilter(readQuery(new URLSearchParams(pairs)), NOW);
        expect(ratingFilter.safeParse(filter).success).toBe(true);
      }),
    );
  });

  it('makes a filter of every query', () => {
    fc.assert(fc.property(query, (q) => void toFilter(q, NOW)));
  });

  it('leaves the address bare when nothing is asked for', () => {
    expect(writeQuery(EVERYTHING).toString()).toBe('');
    expect(isEverything(readQuery(new URLSearchParams()))).toBe(true);
  });

  it('keeps the one order of levels and drops what is no level', () => {
    expect(readQuery(new URLSearchParams('level=1,9,5,1,x')).levels).toEqual([5, 1]);
  });
});

describe('time ranges', () => {
  it('begin at a Beijing midnight', () => {
    const midnight = Date.UTC(2026, 10, 23, 16);
    expect(toFilter({ ...EVERYTHING, range: 'today' }, NOW)).toEqual({ fromMs: midnight });
    expect(toFilter({ ...EVERYTHING, range: 'week' }, NOW)).toEqual({ fromMs: midnight - 6 * 86_400_000 });
  });

  it('hold the whole last minute', () => {
    const range = { from: '2026-11-24T08:00', to: '2026-11-24T08:00' };
    expect(toFilter({ ...EVERYTHING, range }, NOW)).toEqual({
      fromMs: Date.UTC(2026, 10, 24),
      toMs: Date.UTC(2026, 10, 24) + 59_999,
    });
  });
});
