import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import units from '../../assets/sounds/units.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import { dayUnits, numberUnits, spelledUnits, timeUnits } from './numerals.ts';
import { unitWords } from './spoken.ts';

const inWords = (value: number, locale: Locale) => unitWords(numberUnits(value, locale), locale);

describe('numbers', () => {
  it.each([
    [0, '零', 'zero'],
    [7, '七', 'seven'],
    [10, '十', 'ten'],
    [12, '十二', 'twelve'],
    [20, '二十', 'twenty'],
    [24, '二十四', 'twenty four'],
    [100, '一百', 'one hundred'],
    [101, '一百零一', 'one hundred one'],
    [110, '一百一十', 'one hundred ten'],
    [1_005, '一千零五', 'one thousand five'],
    [1_050, '一千零五十', 'one thousand fifty'],
    [2_345, '二千三百四十五', 'two thousand three hundred forty five'],
    [10_000, '一万', 'ten thousand'],
    [10_010, '一万零一十', 'ten thousand ten'],
    [120_500, '十二万零五百', 'one hundred twenty thousand five hundred'],
    [
      12_345_678,
      '一千二百三十四万五千六百七十八',
      'twelve million three hundred forty five thousand six hundred seventy eight',
    ],
  ])('%d', (value, zh, en) => {
    expect(inWords(value, 'zh-CN')).toBe(zh);
    expect(inWords(value, 'en')).toBe(en);
  });

  /** Back from words, by the rules of writing them. */
  const DIGITS = '零一二三四五六七八九';
  const PLACES: Record<string, number> = { 十: 10, 百: 100, 千: 1_000 };
  const ofChinese = (words: string): number => {
    let total = 0;
    let group = 0;
    let last = 0;
    for (const c of words) {
      if (c === '万') {
        total = (group + last) * 10_000;
        group = 0;
        last = 0;
      } else if (c in PLACES) {
        group += (last === 0 ? 1 : last) * (PLACES[c] ?? 0);
        last = 0;
      } else last = DIGITS.indexOf(c);
    }
    return total + group + last;
  };

  it('mean the number that was meant, and are all recorded', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), (value) => {
        expect(ofChinese(inWords(value, 'zh-CN'))).toBe(value);
        for (const locale of ['zh-CN', 'en'] as const)
          for (const id of numberUnits(value, locale))
            expect((units as Record<string, object>)[id]).toHaveProperty(locale);
      }),
    );
  });
});

it.each([
  [
    'KIOSK-01',
    '小',
    ['letter.K', 'letter.I', 'letter.O', 'letter.S', 'letter.K', 'dash', 'digit.0', 'digit.1'],
  ],
  ['4104****12', '', ['digit.4', 'digit.1', 'digit.0', 'digit.4', 'hidden', 'digit.1', 'digit.2']],
  ['12x', '', ['digit.1', 'digit.2', 'letter.X']],
])('%s is spelled', (code, _, expected) => {
  expect(spelledUnits(code)).toEqual(expected);
});

describe('days and times', () => {
  it.each([
    [2026, 11, 24, '二零二六年十一月二十四日', 'twenty four November twenty twenty six'],
    [2009, 1, 1, '二零零九年一月一日', 'one January two thousand nine'],
    [1905, 2, 10, '一九零五年二月十日', 'ten February nineteen oh five'],
    [1900, 12, 31, '一九零零年十二月三十一日', 'thirty one December nineteen hundred'],
  ])('%d-%d-%d', (year, month, day, zh, en) => {
    expect(unitWords(dayUnits({ year, month, day }, 'zh-CN'), 'zh-CN')).toBe(zh);
    expect(unitWords(dayUnits({ year, month, day }, 'en'), 'en')).toBe(en);
  });
  it.each([
    [10, 5, '十点零五分', 'ten oh five'],
    [2, 0, '两点整', "two o'clock"],
    [0, 30, '零点三十分', 'zero thirty'],
    [22, 10, '二十二点十分', 'twenty two ten'],
  ])('%d:%d', (hour, minute, zh, en) => {
    expect(unitWords(timeUnits(hour, minute, 'zh-CN'), 'zh-CN')).toBe(zh);
    expect(unitWords(timeUnits(hour, minute, 'en'), 'en')).toBe(en);
  });
});
