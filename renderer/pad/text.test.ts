import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseNo } from '../../contracts/primitives.ts';
import { ratingText } from '../../contracts/rating.ts';
import { fitCaseNo } from './case-no.ts';
import { fitText } from './text.ts';

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)) });

test('what was written is always what the contract accepts', () => {
  fc.assert(fc.property(anyText, (text) => ratingText.safeParse(fitText(text)).success));
});

test('length is counted in characters, not in code units', () => {
  const rare = '𫍯';
  expect(fitText(rare.repeat(200))).toBe(rare.repeat(150));
});

test('ordinary text stays as it is, with its line feeds', () => {
  expect(fitText('多跑了两趟。\n谢谢')).toBe('多跑了两趟。\n谢谢');
  expect(fitText('一行\r\n又一行')).toBe('一行\n又一行');
});

test('what was typed as a case number is always one, or nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const no = fitCaseNo(text);
      return no === '' || caseNo.safeParse(no).success;
    }),
  );
  expect(fitCaseNo(' wd-2026 0918-０007')).toBe('WD-20260918-007');
});
