import { expect, it } from 'vitest';
import { readPetitionQuery, toPetitionFilter, writePetitionQuery } from './query.ts';

const read = (text: string) => readPetitionQuery(new URLSearchParams(text));

it('reads what it wrote', () => {
  const query = { kind: 'complain', state: 'received', no: 'ZX1124' } as const;
  expect(readPetitionQuery(writePetitionQuery(query))).toEqual(query);
  expect(toPetitionFilter(query)).toEqual(query);
});

it('leaves out what does not fit', () => {
  const none = { kind: null, state: null, no: null };
  expect(read('')).toEqual(none);
  expect(read('kind=praise&state=lost&no=%25')).toEqual(none);
  expect(toPetitionFilter(none)).toEqual({});
  expect(writePetitionQuery(none).toString()).toBe('');
});
