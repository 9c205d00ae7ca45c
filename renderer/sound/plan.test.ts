import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../contracts/primitives.ts';
import { LONGEST, type Means, planSpeech, sentencesOf } from './plan.ts';
import { piecesOf, unitWords } from './spoken.ts';

/** A text as it is heard: words, and units in brackets; a spelled code in angles. */
const heard = (text: string, locale: Locale = 'zh-CN'): string =>
  piecesOf(text, locale)
    .map((p) =>
      'words' in p
        ? p.words
        : p.spelled
          ? `<${p.units.map((u) => u.replace(/^(digit|letter)\./, '')).join(' ')}>`
          : `[${unitWords(p.units, locale)}]`,
    )
    .join('');

describe('what is in a text', () => {
  it.each([
    ['2026年11月24日 10:05 更新', '[二零二六年十一月二十四日][十点零五分] 更新'],
    ['11月24日', '[十一月二十四日]'],
    ['2026-11-24', '[二零二六年十一月二十四日]'],
    ['13月40日', '[十三]月[四十]日'],
    ['第 2 页，共 5 页', '第 [二] 页，共 [五] 页'],
    ['已添加 2 张照片', '已添加 [两] 张照片'],
    ['还剩 10 秒', '还剩 [十] 秒'],
    ['办件编号 WD2026500001', '办件编号 <W D 2 0 2 6 5 0 0 0 0 1>'],
    [
      '回执号 KIOSK-01-202611241000-AB12',
      '回执号 <K I O S K dash 0 1 dash 2 0 2 6 1 1 2 4 1 0 0 0 dash A B 1 2>',
    ],
    ['咨询电话 0375-12345', '咨询电话 <0 3 7 5 dash 1 2 3 4 5>'],
    ['12345热线', '<1 2 3 4 5>热线'],
    ['张*，您好', '张[某]，您好'],
    ['欧阳** 4104**********1230', '欧阳[某某]<4 1 0 4 hidden 1 2 3 0>'],
    ['费用 12.50 元', '费用 [十二点五零] 元'],
    ['共 1,234 件', '共 [一千二百三十四] 件'],
    ['A4 纸', '<A 4> 纸'],
    ['25:99', '[二十五]:[九十九]'],
    ['USB 接口', 'USB 接口'],
    ['w', '<W>'],
    ['-', '<dash>'],
  ])('%s', (text, expected) => {
    expect(heard(text)).toBe(expected);
  });
  it.each([
    ['24 Nov 2026, 10:05', '[twenty four November twenty twenty six], [ten oh five]'],
    ['Page 2 of 5', 'Page [two] of [five]'],
    ['Case WD2026500001', 'Case <W D 2 0 2 6 5 0 0 0 0 1>'],
    ['Zhang*, hello', 'Zhang[hidden], hello'],
    ['2 Maybe', '[two] Maybe'],
    ['Window A3', 'Window <A 3>'],
  ])('%s', (text, expected) => {
    expect(heard(text, 'en')).toBe(expected);
  });

  it('leaves no word out and goes on to the end, whatever the text is', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789年月日:-*,.第2个ABz 张') });
    fc.assert(
      fc.property(text, fc.constantFrom<Locale>('zh-CN', 'en'), (written, locale) => {
        const words = piecesOf(written, locale).flatMap((p) => ('words' in p ? [p.words] : []));
        let at = 0;
        for (const w of words) {
          const found = written.indexOf(w, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + w.length;
        }
        expect(words.join('')).not.toMatch(/\d/);
      }),
    );
  });
});

const RECORDED = new Set(['办件进度', '第', '页，共', '页', '网络暂时不通。', '回执号', '已受理']);
const means = (live: boolean): Means => ({
  recording: (text) => (RECORDED.has(text) ? `«${text}»` : null),
  unit: (id) => `‹${id}›`,
  live,
});
const plan = (text: string, live: boolean, locale: Locale = 'zh-CN') =>
  planSpeech(text, locale, means(live)).map((s) => ('url' in s ? s.url : s.text));

describe('how a text is said', () => {
  it('as it is recorded', () => {
    expect(plan('办件进度', true)).toEqual(['«办件进度»']);
    expect(plan(' 网络暂时不通。 ', true)).toEqual(['«网络暂时不通。»']);
  });
  it('numbers between recorded words', () => {
    expect(plan('第 2 页，共 15 页', true)).toEqual([
      '«第»',
      '‹digit.2›',
      '«页，共»',
      '‹ten›',
      '‹digit.5›',
      '«页»',
    ]);
  });
  it('made on the spot, numbers as words, where a word is not recorded', () => {
    expect(plan('请到 3 号窗口（社保）领取', true)).toEqual(['请到  三  号窗口（社保）领取']);
  });
  it('codes are spelled by recordings also between words that are made', () => {
    expect(plan('张伟的 A1', true)).toEqual(['张伟的', '‹letter.A›', '‹digit.1›']);
  });
  it('of recorded parts', () => {
    expect(plan('回执号：已受理', true)).toEqual(['«回执号»', '«已受理»']);
  });
  it('line by line', () => {
    expect(plan('办件进度\n网络暂时不通。', true)).toEqual(['«办件进度»', '«网络暂时不通。»']);
  });
  it('sentence by sentence', () => {
    expect(plan('已受理。张伟来取。第 2 页', true)).toEqual([
      '«已受理»',
      '张伟来取。',
      '«第»',
      '‹digit.2›',
      '«页»',
    ]);
  });
  it('without synthesis as far as it is recorded', () => {
    expect(plan('张伟的回执号 12345', false)).toEqual([1, 2, 3, 4, 5].map((d) => `‹digit.${d}›`));
    expect(plan('张伟', false)).toEqual([]);
  });
  it('nothing of nothing', () => {
    expect([plan('', true), plan('……', true), plan(' 。', false)]).toEqual([[], [], []]);
  });
});

it('sentences are never longer than a voice is asked for, and nothing is lost', () => {
  const long = fc.string({ unit: fc.constantFrom(...'天气。，A '), maxLength: 600 });
  fc.assert(
    fc.property(long, (text) => {
      const sentences = sentencesOf(text, LONGEST['zh-CN']);
      for (const s of sentences) expect(s.length).toBeLessThanOrEqual(LONGEST['zh-CN'] * 2);
      const letters = (t: string) => t.replaceAll(/[^天气A]/g, '');
      expect(letters(sentences.join(''))).toBe(letters(text));
    }),
  );
});
