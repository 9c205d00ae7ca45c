import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDictionary } from './dictionary.ts';
import { candidates, MAX_PINYIN, normalise, shown } from './engine.ts';

const file = readFileSync(new URL('../../assets/generated/pinyin.txt', import.meta.url), 'utf8');
const parsed = parseDictionary(file);
if (!parsed.ok) throw new Error(parsed.error.code);
const dictionary = parsed.value;

const EXACT = { fuzzy: false };
const FUZZY = { fuzzy: true };
const texts = (typed: string, options = EXACT): string[] =>
  candidates(dictionary, typed, options).map((c) => c.text);
const first = (typed: string, options = EXACT): string | undefined => texts(typed, options)[0];

/** Reading and word of every entry of the file. */
const entries = file
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .flatMap((line) => {
    const [reading = '', words = ''] = line.split('\t');
    return Array.from(words.matchAll(/(\D+)\d\d/g), ([, word = '']) => ({ reading, word }));
  });

describe('candidates', () => {
  it.each([
    ['fuwutaiduhenhao', '服务态度很好'],
    ['gongzuorenyuantaiduhenhao', '工作人员态度很好'],
    ['banshixiaolvgao', '办事效率高'],
    ['paiduishijiantaichang', '排队时间太长'],
    ['xiwangnengzengjiachuangkou', '希望能增加窗口'],
    ['jiejuelewodewenti', '解决了我的问题'],
    ['buyaorangqunzhongpaolaipaoqu', '不要让群众跑来跑去'],
    ['zhengwfw', '政务服务'],
    ['zwfw', '政务服务'],
    ["xi'an", '西安'],
    ['nihao', '你好'],
    ['henmanyi', '很满意'],
    ['lv', '率'],
    ['aq', '安全'],
  ])('of %s begin with %s', (typed, expected) => {
    expect(first(typed)).toBe(expected);
  });

  it('offer both readings of an ambiguous input', () => {
    expect(texts('xian')).toEqual(expect.arrayContaining(['先', '西安']));
    expect(texts('fangan').slice(0, 2)).toEqual(['方案', '反感']);
  });

  it('offer the unfinished word', () => {
    expect(first('fuwut')).toBe('服务台');
    expect(texts('manyid')[0]).toBe('满意度');
  });

  it('take ü typed as v, as u where nothing else is meant, and as itself', () => {
    expect(texts('lve')[0]).toBe('略');
    expect(texts('lue')[0]).toBe('略');
    expect(texts('nǚ')).toEqual(texts('nv'));
  });

  it('consume the syllables of their word and leave the rest', () => {
    const whole = candidates(dictionary, 'fuwutaidu', EXACT);
    expect(whole.find((c) => c.text === '服务')).toEqual({ text: '服务', consumed: 4 });
    expect(candidates(dictionary, "fu'wu", EXACT).find((c) => c.text === '副')).toEqual({
      text: '副',
      consumed: 3,
    });
  });

  it('with the fuzzy pairs find what a southern accent types, and the literal word first', () => {
    expect(texts('sangxue')).not.toContain('上学');
    expect(first('siyongfangbian', FUZZY)).toBe('使用方便');
    expect(texts('lanfang', FUZZY)).toContain('南方');
    expect(texts('zuangtai', FUZZY)).toContain('状态');
    expect(first('fuwu', FUZZY)).toBe('服务');
  });

  it('write letters that mean nothing as they are', () => {
    expect(candidates(dictionary, 'vvv', EXACT)).toEqual([{ text: 'vvv', consumed: 3 }]);
    expect(candidates(dictionary, '', EXACT)).toEqual([]);
  });

  it('never throw, always consume something, and write all of it in the end', () => {
    const any = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz'"), maxLength: 70 }),
    );
    fc.assert(
      fc.property(any, fc.boolean(), (typed, fuzzy) => {
        const input = normalise(typed).slice(0, MAX_PINYIN);
        const found = candidates(dictionary, typed, { fuzzy });
        expect(found.length > 0).toBe(input !== '');
        const sound = found.every((c) => c.text !== '' && c.consumed > 0 && c.consumed <= input.length);
        expect(sound).toBe(true);
        if (input !== '') expect(found.some((c) => c.consumed === input.length)).toBe(true);
        shown(typed, { fuzzy });
      }),
      { numRuns: 300 },
    );
  });

  it('find every word by its own full pinyin, and consume all of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...entries), ({ reading, word }) => {
        const typed = reading.replaceAll(' ', "'");
        const found = candidates(dictionary, typed, EXACT);
        expect(found.find((c) => c.text === word)?.consumed).toBe(typed.length);
      }),
      { numRuns: 1_500 },
    );
  });
});
