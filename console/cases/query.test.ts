import fc from 'fast-check';
import { expect, it } from 'vitest';
import { caseFilter } from '../../contracts/hub/cases-api.ts';
import { readCaseQuery, toCaseFilter, writeCaseQuery } from './query.ts';

it('stands in the address and comes back', () => {
  const text = 'from=2026-11-24T08%3A00&no=WD2026500001&item=item-1&state=supplement';
  const query = readCaseQuery(new URLSearchParams(text));
  expect(writeCaseQuery(query).toString()).toBe(text);
  expect(toCaseFilter(query)).toEqual({
    fromMs: Date.UTC(2026, 10, 24, 0),
    no: 'WD2026500001',
    itemCode: 'item-1',
    state: 'supplement',
  });
});

it('leaves out whatever does not fit: the hub takes every question', () => {
  const name = fc.constantFrom('from', 'to', 'no', 'item', 'state');
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (params) => {
      const query = readCaseQuery(new URLSearchParams(params));
      expect(caseFilter.safeParse(toCaseFilter(query)).success).toBe(true);
      expect(readCaseQuery(writeCaseQuery(query))).toEqual(query);
    }),
  );
});
