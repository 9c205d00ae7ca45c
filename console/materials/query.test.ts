import fc from 'fast-check';
import { expect, it } from 'vitest';
import { materialFilter } from '../../contracts/hub/materials-api.ts';
import { readMaterialQuery, toMaterialFilter, writeMaterialQuery } from './query.ts';

const APPLICATION = '11111111-1111-4111-8111-111111111111';

it('stands in the address and comes back', () => {
  const text = `from=2026-11-24T08%3A00&application=${APPLICATION}&case=WD-1&code=id-copy&terminal=kiosk-1&state=whole`;
  const query = readMaterialQuery(new URLSearchParams(text));
  expect(writeMaterialQuery(query).toString()).toBe(text);
  expect(toMaterialFilter(query)).toEqual({
    fromMs: Date.UTC(2026, 10, 24, 0),
    applicationId: APPLICATION,
    caseNo: 'WD-1',
    code: 'id-copy',
    terminalId: 'kiosk-1',
    state: 'whole',
  });
});

it('counts the whole of its last minute', () => {
  const { toMs } = toMaterialFilter(readMaterialQuery(new URLSearchParams('to=2026-11-24T08:00')));
  expect(toMs).toBe(Date.UTC(2026, 10, 24, 0, 0, 59, 999));
});

it('leaves out whatever does not fit: the hub takes every question', () => {
  const name = fc.constantFrom('from', 'to', 'application', 'case', 'code', 'terminal', 'state');
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (params) => {
      const query = readMaterialQuery(new URLSearchParams(params));
      expect(materialFilter.safeParse(toMaterialFilter(query)).success).toBe(true);
      expect(readMaterialQuery(writeMaterialQuery(query))).toEqual(query);
    }),
  );
});
