import { expect, it } from 'vitest';
import type { BookedRow } from '../../contracts/hub/booking-console-api.ts';
import { found } from './found.ts';

const row = (no: string, matterId: string) => ({ no, matterId }) as BookedRow;
const rows = [row('YY1126-7K3M-Q2XD', 'a'), row('YY1126-0000-7K3M', 'b'), row('YY1127-AAAA-BBBB', 'a')];

it('finds by any part of the number, however it is typed', () => {
  expect(found(rows, { text: '7k3m', matterId: null })).toEqual([rows[0], rows[1]]);
  expect(found(rows, { text: ' yy1126 7k3mq2 ', matterId: null })).toEqual([rows[0]]);
  expect(found(rows, { text: '', matterId: null })).toEqual(rows);
});

it('finds within a matter', () => {
  expect(found(rows, { text: '', matterId: 'a' })).toEqual([rows[0], rows[2]]);
  expect(found(rows, { text: 'ZZ', matterId: 'a' })).toEqual([]);
});
