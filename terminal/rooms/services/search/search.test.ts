import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { manyItems } from '../../../../contracts/testing/many-items.ts';
import { editsWithin, patternOf } from './edits.ts';
import { readAs, wordOf } from './read.ts';
import { readingsOf, spellingsOf } from './readings.ts';
import { createIndex, type Searched } from './search.ts';
import { codesOf, MAX_UNITS, textOf, wordsOf } from './text.ts';

const department = { zh: '卫东公安分局', en: 'Public Security' };
const HALL: Searched[] = [
  ['A1', '居民身份证换领', 'Renew a resident ID card', ['换身份证']],
  ['A2', '居民身份证补领', 'Replace a lost ID card', ['身份证丢失', '补办身份证']],
  ['A3', '居住证申领', 'Apply for a residence permit', ['暂住证']],
  ['A4', '户口迁移审批', 'Move a household registration', ['落户']],
  ['B1', '住房公积金贷款申请', 'Apply for a provident fund loan', []],
  ['B2', '住房公积金提取', 'Withdraw from the provident fund', []],
  ['C1', '银行账户信息查询', 'Bank accounts', []],
  ['C2', '旅行社设立许可', 'Travel agency licence', []],
  ['D1', '第二类医疗器械经营备案', 'Class II medical devices', []],
  ['D2', '公司设立登记', 'Register a company', ['注册公司']],
].map(([code, zh, en, keywords]) => ({
  code: code as string,
  name: { zh: zh as string, en: en as string },
  department: code?.[0] === 'A' ? department : { zh: '其他部门', en: 'Other' },
  keywords: keywords as string[],
}));
const indexOf = (items: readonly Searched[]) => {
  const { add, search } = createIndex();
  add(items);
  return (query: string, most = 10) => search.find(query, most);
};
const find = indexOf(HALL);

describe('finds', () => {
  test.each([
    ['Chinese, from the middle of a name', '身份证', ['A1', 'A2']],
    ['what people call it', '落户', ['A4']],
    ['full pinyin', 'juzhuzheng', ['A3']],
    ['initials', 'jzz', ['A3']],
    ['initials of two letters', 'jzhzh', ['A3']],
    ['initials and whole syllables mixed', 'gjjdaikuan', ['B1']],
    ['Chinese and pinyin mixed', '公积金dk', ['B1']],
    ['an unfinished syllable', 'gongjijint', ['B2']],
    ['sounds that are mixed up', 'juzuzen', ['A3']],
    ['another character of the same sound', '居主证', ['A3']],
    ['a letter wrong', 'shenfenzhebg', ['A1', 'A2']],
    ['letters the other way round', 'gongjijni', ['B2', 'B1']],
    ['a character wrong', '户口千移', ['A4']],
    ['a character that is missing', '公金贷款', ['B1']],
    ['words in another order', '贷款公积金', ['B1']],
    ['several words', '公积金 提取', ['B2']],
    ['what is said around it', '我想办身份证怎么办理', ['A1', 'A2']],
    ['English', 'residence permit', ['A3']],
    ['English with a slip', 'resdence', ['A3']],
    ['a department', '公安分局', ['A3', 'A4', 'A1', 'A2']],
    ['full-width letters and capitals', 'ＪＺＺ', ['A3']],
  ])('%s', (_, query, codes) => {
    expect(find(query).slice(0, codes.length)).toEqual(codes);
  });

  it('reads a character as its word has it', () => {
    expect(find('yinhang')).toEqual(['C1']);
    expect(find('lvxingshe')[0]).toBe('C2');
    expect(find('luxingshe')[0]).toBe('C2');
  });

  it('finds an item by its code', () => {
    expect(indexOf([{ ...(HALL[0] as Searched), code: 'WD01001' }])('wd01001')).toEqual(['WD01001']);
  });

  it('puts the whole before a part, and a name before what people call it', () => {
    const names = ['登记', '企业登记', '登记信息查询'].map((zh, i) => ({
      code: `E${i}`,
      name: { zh, en: 'x' },
      department,
      keywords: [],
    }));
    const other = { code: 'E9', name: { zh: '备案', en: 'x' }, department, keywords: ['登记'] };
    expect(indexOf([other, ...names])('登记')).toEqual(['E0', 'E2', 'E9', 'E1']);
  });

  it('nothing for nothing, and nothing for what is nowhere', () => {
    for (const query of ['', '   ', '？！', '。', 'qqqqqq', '魑魅魍魉'])
      expect([query, find(query)]).toEqual([query, []]);
  });

  it('two letters wrong in a short word are another word', () => {
    expect(find('abc')).toEqual([]);
  });
});

const items = manyItems(400).map((i) => ({ ...i, department }));
const findMany = indexOf(items);
const someItem = fc.constantFrom(...items);
/** A part of a name, as its units. */
const part = (least: number) =>
  someItem.chain((item) => {
    const { units } = textOf(item.name.zh, 0);
    return fc
      .tuple(fc.nat(Math.max(0, units.length - least)), fc.integer({ min: least, max: 8 }))
      .map(([from, length]) => ({ item, units: units.slice(from, from + length) }));
  });
const nameOf = new Map(items.map((i) => [i.code, i.name.zh]));
const has = (code: string, units: readonly string[]): boolean =>
  textOf(nameOf.get(code) ?? '', 0).plain.includes(units.join(''));

describe('for any catalogue', () => {
  it('a part of a name finds that name, or ten that have it too', () => {
    fc.assert(
      fc.property(part(2), ({ item, units }) => {
        const codes = findMany(units.join(''));
        return codes.includes(item.code) || (codes.length === 10 && codes.every((c) => has(c, units)));
      }),
    );
  });

  it('its full pinyin, its initials and a mixture of them find it, or ten others', () => {
    const ways = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(part(3), ways, ({ item, units }, short) => {
        const typed = readingsOf(units)
          .map(([r = ''], i) => (r === '' ? (units[i] ?? '') : short[i] === true ? r.charAt(0) : r))
          .join('');
        const word = wordOf(typed);
        const codes = findMany(typed);
        return (
          readAs(word, textOf(item.name.zh, 0)) !== null && (codes.includes(item.code) || codes.length === 10)
        );
      }),
    );
  });

  it('one wrong, missing or further letter in a long pinyin does not lose it', () => {
    const slip = fc.tuple(
      fc.nat(30),
      fc.constantFrom('drop', 'double', 'other'),
      fc.constantFrom(...'bdfklmpqtx'),
    );
    fc.assert(
      fc.property(someItem, slip, (item, [where, kind, letter]) => {
        const typed = readingsOf(textOf(item.name.zh, 0).units.slice(0, 5))
          .map(([r = '']) => r)
          .join('')
          .replaceAll(/[^a-z]/g, '');
        const at = where % typed.length;
        const middle = { drop: '', double: (typed[at] ?? '').repeat(2), other: letter }[kind];
        const codes = findMany(typed.slice(0, at) + middle + typed.slice(at + 1));
        return codes.includes(item.code) || codes.length === 10;
      }),
    );
  });

  it('any text is answered, with items of the catalogue, each once, and always the same', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'居民身份证zhengsfz 1，（') }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const codes = findMany(text);
        return (
          codes.length <= 10 &&
          new Set(codes).size === codes.length &&
          codes.every((c) => nameOf.has(c)) &&
          codes.join() === findMany(text).join()
        );
      }),
    );
  });
});

describe('the parts', () => {
  it('edits are those of the table of edits', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        const made = patternOf(codesOf(pattern));
        if (pattern === '') return made === null;
        return made !== null && editsWithin(made, codesOf(text), 99) === plainEdits(pattern, text);
      }),
    );
    expect(patternOf(codesOf('a'.repeat(32)))).toBeNull();
  });

  it('a query is cut where it is too long', () => {
    expect(wordsOf('证'.repeat(1_000)).join('')).toHaveLength(MAX_UNITS);
    expect(wordsOf('a b c')).toEqual(['a', 'b', 'c']);
  });

  it('a word that is only a filler is looked for all the same', () => {
    expect(wordsOf('怎么办')).toEqual(['怎么办']);
  });

  it('spellings hold the syllable itself first, and each once', () => {
    for (const [syllable, spellings] of [
      ['zheng', ['zheng', 'zhen', 'zeng', 'zen']],
      ['lv', ['lv', 'lu']],
      ['an', ['an', 'ang']],
    ] as const)
      expect(spellingsOf(syllable)).toEqual(spellings);
  });
});

/** Sellers’ table, row by row. */
function plainEdits(pattern: string, text: string): number {
  let row = Array.from({ length: pattern.length + 1 }, (_, i) => i);
  let fewest = pattern.length;
  for (const letter of text) {
    const next = [0];
    for (let i = 1; i <= pattern.length; i++)
      next.push(
        Math.min(
          (row[i - 1] ?? 0) + (pattern[i - 1] === letter ? 0 : 1),
          (row[i] ?? 0) + 1,
          (next[i - 1] ?? 0) + 1,
        ),
      );
    row = next;
    fewest = Math.min(fewest, row[pattern.length] ?? 0);
  }
  return fewest;
}
