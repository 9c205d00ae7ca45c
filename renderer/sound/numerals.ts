import type { Locale } from '../../contracts/primitives.ts';

/**
 * Numbers, dates and times as words, each word the id of a recorded unit (`assets/sounds/units.json`). Pure: the player and
 * the synthesizer both say what stands here.
 */
export type UnitId = string;

const digit = (d: string | number): UnitId => `digit.${d}`;

/** Digits, letters and hyphens one by one, as receipt numbers and telephone numbers are said; a run of stars is “hidden”. */
export const spelledUnits = (code: string): UnitId[] =>
  (code.toUpperCase().match(/[*＊]+|[A-Z0-9-]/g) ?? []).map((c) => {
    if (/\d/.test(c)) return digit(c);
    if (c === '-') return 'dash';
    return /[A-Z]/.test(c) ? `letter.${c}` : 'hidden';
  });

/** A whole number below 100,000,000. */
export function numberUnits(value: number, locale: Locale): UnitId[] {
  return locale === 'en' ? englishNumber(value) : chineseNumber(value);
}

/** `12.50`: the whole part as a number, then the digits. */
export function decimalUnits(whole: string, fraction: string, locale: Locale): UnitId[] {
  return [...numberUnits(Number(whole), locale), 'point', ...[...fraction].map(digit)];
}

function chineseNumber(value: number): UnitId[] {
  if (value < 10_000) return chineseGroup(value, true);
  const rest = value % 10_000;
  const high = [...chineseGroup(Math.floor(value / 10_000), true), 'tenThousand'];
  if (rest === 0) return high;
  return [...high, ...(rest < 1_000 ? [digit(0)] : []), ...chineseGroup(rest, false)];
}

const PLACES: readonly (UnitId | null)[] = ['thousand', 'hundred', 'ten', null];

/** Below 10,000. `isFirst`: nothing stands before it, so that 10 to 19 begin with 十. */
function chineseGroup(value: number, isFirst: boolean): UnitId[] {
  if (value === 0) return [digit(0)];
  const units: UnitId[] = [];
  const digits = [...String(value).padStart(4, '0')].map(Number);
  let hasGap = false;
  digits.forEach((d, i) => {
    if (d === 0) {
      hasGap = units.length > 0;
      return;
    }
    if (hasGap) units.push(digit(0));
    hasGap = false;
    const place = PLACES[i] ?? null;
    const isTeen = isFirst && place === 'ten' && d === 1 && units.length === 0;
    if (!isTeen) units.push(digit(d));
    if (place !== null) units.push(place);
  });
  return units;
}

function englishNumber(value: number): UnitId[] {
  if (value < 10) return [digit(value)];
  if (value < 20) return [`number.${value}`];
  if (value < 100) {
    const ones = value % 10;
    return [`number.${value - ones}`, ...(ones === 0 ? [] : [digit(ones)])];
  }
  for (const [size, name] of [
    [1_000_000, 'million'],
    [1_000, 'thousand'],
    [100, 'hundred'],
  ] as const)
    if (value >= size) {
      const rest = value % size;
      return [...englishNumber(Math.floor(value / size)), name, ...(rest === 0 ? [] : englishNumber(rest))];
    }
  return [];
}

/** `month` 1 to 12; a part that is not told is null. */
export interface SpokenDay {
  year: number | null;
  month: number;
  day: number | null;
}

/** 二零二六年十一月二十四日; twenty-four November twenty twenty-six. */
export function dayUnits({ year, month, day }: SpokenDay, locale: Locale): UnitId[] {
  if (locale === 'en')
    return [
      ...(day === null ? [] : englishNumber(day)),
      `month.${month}`,
      ...(year === null ? [] : englishYear(year)),
    ];
  return [
    ...(year === null ? [] : [...[...String(year)].map(digit), 'year']),
    ...chineseNumber(month),
    'month',
    ...(day === null ? [] : [...chineseNumber(day), 'day']),
  ];
}

function englishYear(year: number): UnitId[] {
  const low = year % 100;
  if (year % 1_000 < 10) return englishNumber(year);
  const high = englishNumber(Math.floor(year / 100));
  if (low === 0) return [...high, 'hundred'];
  return [...high, ...(low < 10 ? ['oh', digit(low)] : englishNumber(low))];
}

/** 十点零五分, 两点整; ten oh five, two o'clock. */
export function timeUnits(hour: number, minute: number, locale: Locale): UnitId[] {
  if (locale === 'en') {
    const past = minute === 0 ? ['sharp'] : minute < 10 ? ['oh', digit(minute)] : englishNumber(minute);
    return [...englishNumber(hour), ...past];
  }
  const hours = hour === 2 ? ['pair'] : chineseNumber(hour);
  if (minute === 0) return [...hours, 'hour', 'sharp'];
  return [...hours, 'hour', ...(minute < 10 ? [digit(0)] : []), ...chineseNumber(minute), 'minute'];
}
