import { describe, expect, test } from 'vitest';
import { ago, minutesLeft, moment, took } from './format.ts';
import { MAINTENANCE_TEXTS } from './texts.ts';

const zh = MAINTENANCE_TEXTS['zh-CN'];
const en = MAINTENANCE_TEXTS.en;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('times in words', () => {
  test.each([
    [0, '0 毫秒', '0 ms'],
    [430.4, '430 毫秒', '430 ms'],
    [2_204, '2,204 毫秒', '2,204 ms'],
    [12_640, '12.6 秒', '12.6 s'],
  ])('a job of %s ms', (ms, chinese, english) => {
    expect(plain(took(ms, zh))).toBe(chinese);
    expect(plain(took(ms, en))).toBe(english);
  });

  test.each([
    [0, 'just now'],
    [9_999, 'just now'],
    [59_999, '59 s ago'],
    [3_599_999, '59 min ago'],
    [86_399_999, '23 h ago'],
    [3 * 86_400_000, '3 d ago'],
    [-60_000, 'just now'],
  ])('an error %s ms ago', (ms, words) => {
    expect(plain(ago(1_000_000_000 - ms, 1_000_000_000, en))).toBe(words);
  });

  test.each([
    [300_000, '5:00'],
    [61_001, '1:02'],
    [1, '0:01'],
    [0, '0:00'],
    [-5, '0:00'],
  ])('%s ms of a countdown', (ms, shown) => {
    expect(minutesLeft(ms)).toBe(shown);
  });

  test('a moment is told in the hall’s zone', () => {
    expect(moment(Date.UTC(2026, 10, 25, 16, 5, 9), 'zh-CN')).toBe('11/26 00:05:09');
  });
});
