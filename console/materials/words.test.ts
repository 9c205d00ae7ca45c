import { expect, it } from 'vitest';
import { bytesText } from './words.ts';

it('tells a size in three digits', () => {
  expect([1, 999, 1_000, 12_340, 999_000, 1_234_567, 500_000_000].map(bytesText)).toEqual([
    '1 B',
    '999 B',
    '1.0 kB',
    '12.3 kB',
    '999 kB',
    '1.2 MB',
    '500 MB',
  ]);
});
