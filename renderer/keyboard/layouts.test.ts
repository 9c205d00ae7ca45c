import { describe, expect, it } from 'vitest';
import { keyOf, LAYOUTS, layoutOf, SPECIAL } from './layouts.ts';

const keys = (rows: string[]): string[] => rows.flatMap((row) => row.split(' '));

describe('layouts', () => {
  it.each(Object.entries(LAYOUTS))(
    '%s: every key writes one character or does something, none twice',
    (_, rows) => {
      for (const row of rows) expect(row.split(' ').length).toBeLessThanOrEqual(10);
      const all = keys(rows);
      expect(new Set(all).size).toBe(all.length);
      for (const key of all) expect(key in SPECIAL || [...key].length === 1).toBe(true);
      expect(all).toEqual(expect.arrayContaining(['{bksp}', '{done}']));
    },
  );

  it('of a case number has exactly its characters', () => {
    const written = keys(LAYOUTS.case).filter((key) => keyOf(key).type === 'text');
    expect(written.sort().join('')).toBe('-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  });

  it('follow layer, capitals and signs', () => {
    expect(layoutOf('latin', true, 'latin')).toBe('latinShift');
    expect(layoutOf('symbols', false, 'chinese')).toBe('symbols');
    expect(layoutOf('symbols', false, 'latin')).toBe('symbolsLatin');
    expect(layoutOf('pinyin', false, 'chinese')).toBe('pinyin');
  });
});
