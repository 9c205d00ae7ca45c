import { describe, expect, test } from 'vitest';
import { slip } from './slip.ts';
import { columnsOf, columnsOfText, graphemesOf, layoutSlip, printable, wrap } from './slip-layout.ts';

describe('columns', () => {
  test('paper of 58 and 80 mm', () => {
    expect(columnsOf(384)).toBe(32);
    expect(columnsOf(576)).toBe(48);
  });

  test('Chinese takes two, and so does whatever is not plain ASCII', () => {
    expect(columnsOfText('A1 中文')).toBe(7);
    expect(columnsOfText('é①—')).toBe(6);
    expect(columnsOfText('e\u0301')).toBe(2);
  });

  test('a character is what people see: surrogates, marks and variation selectors stay together', () => {
    expect(graphemesOf('𬱖a\u0301葛\u{e0100}')).toEqual(['𬱖', 'a\u0301', '葛\u{e0100}']);
  });
});

describe('what can be printed', () => {
  test('invisible characters and half surrogates do not get through', () => {
    expect(printable('a\u200b\u202eb\ud800c\u00a0d\u2028e\u0007')).toBe('ab\ufffdc d e');
    expect(printable('全\u3000角')).toBe('全\u3000角');
  });
});

describe('wrapping', () => {
  test('between Chinese characters, between words, never in a number', () => {
    expect(wrap('平顶山市卫东区', 6)).toEqual(['平顶山', '市卫东', '区']);
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('编号JY20260001', 12)).toEqual(['编号', 'JY20260001']);
    expect(wrap('金额1,234.50元', 10)).toEqual(['金额', '1,234.50元']);
  });

  test('a word longer than a row is split, and nothing is lost', () => {
    expect(wrap('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'xxxxx']);
    expect(wrap('𬱖𫍯𠅤', 4)).toEqual(['𬱖𫍯', '𠅤']);
  });

  test('a row does not begin with closing punctuation or end with an opening one', () => {
    expect(wrap('一二三，四', 6)).toEqual(['一二', '三，四']);
    expect(wrap('一二《三》', 6)).toEqual(['一二', '《三》']);
  });

  test('spaces at the edge of a wrapped row go; an indent at the beginning stays', () => {
    expect(wrap('  ab   cd', 5)).toEqual(['  ab', 'cd']);
    expect(wrap('', 5)).toEqual(['']);
    expect(wrap(' '.repeat(40), 5)).toEqual(['']);
  });
});

describe('a slip in rows', () => {
  const rowsOf = (blocks: unknown[], columns = 32) => layoutSlip(slip.parse({ blocks }), columns);

  test('a pair stands at both edges; a long value has rows of its own', () => {
    expect(rowsOf([{ type: 'pair', label: '窗口', value: '3号' }])).toEqual([
      { type: 'text', text: `窗口${' '.repeat(25)}3号`, align: 'left', size: 1, bold: false },
    ]);
    const long = rowsOf([
      { type: 'pair', label: '事项', value: '城镇职工基本医疗保险异地就医备案登记（河南省内）' },
    ]);
    expect(long.map((row) => row.type === 'text' && row.text)).toEqual([
      '事项',
      '  城镇职工基本医疗保险异地就医备',
      '  案登记（河南省内）',
    ]);
  });

  test('large text has less room', () => {
    const rows = rowsOf([{ type: 'text', text: '政务服务大厅欢迎您', size: 3, align: 'centre' }]);
    expect(rows.map((row) => row.type === 'text' && row.text)).toEqual(['政务服务大', '厅欢迎您']);
    const title = rowsOf([{ type: 'text', text: '卫东区政务服务大厅', size: 2, align: 'centre' }]);
    expect(title.map((row) => row.type === 'text' && row.text)).toEqual(['卫东区政务', '服务大厅']);
    expect(rows.every((row) => row.type === 'text' && row.size === 3 && row.align === 'centre')).toBe(true);
  });

  test('rules, spaces and codes', () => {
    const rows = rowsOf([{ type: 'rule' }, { type: 'space', lines: 2 }, { type: 'qr', text: 'HTR1' }]);
    expect(rows.map((row) => row.type)).toEqual(['rule', 'text', 'text', 'qr']);
    expect(rows[3]).toEqual({ type: 'qr', text: 'HTR1', align: 'centre' });
  });
});
