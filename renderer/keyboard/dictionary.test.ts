import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childOf, childrenBeginning, firstWordOf, parseDictionary, wordsOf } from './dictionary.ts';

const FILE = '# a comment\nfu\t副50府51\nfu wu\t服务42\nfu wu tai\t服务台60\ntai\t太45\ntan\t谈50\n';

function read(file: string) {
  const result = parseDictionary(file);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

describe('dictionary', () => {
  it('is a tree of syllables', () => {
    const root = read(FILE);
    const fu = childOf(root, 'fu');
    expect(fu && wordsOf(fu)).toEqual([
      { text: '副', cost: 10 },
      { text: '府', cost: 10.2 },
    ]);
    const fuwu = fu && childOf(fu, 'wu');
    expect(fuwu && firstWordOf(fuwu)).toEqual({ text: '服务', cost: 8.4 });
    expect(childrenBeginning(root, 'ta').map((n) => firstWordOf(n)?.text)).toEqual(['太', '谈']);
    expect(childOf(root, 'f')).toBeUndefined();
  });

  it.each([
    ['', 'dictionary.unreadable'],
    ['fu 副50\n', 'dictionary.unreadable'],
    ['fu\t副5\n', 'dictionary.unreadable'],
    ['fu\t\n', 'dictionary.unreadable'],
    ['<!doctype html>\n', 'dictionary.unreadable'],
    ['tai\t太45\nfu\t副50\n', 'dictionary.unsorted'],
    ['fu\t副50\nfu\t府50\n', 'dictionary.unsorted'],
    ['fu wu\t服务42\nfu\t副50\n', 'dictionary.unsorted'],
  ])('refuses %j whole', (file, code) => {
    expect(parseDictionary(file)).toMatchObject({ ok: false, error: { code } });
  });

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), (file) => void parseDictionary(file)));
    fc.assert(
      fc.property(fc.nat(FILE.length), fc.string(), (at, noise) => {
        parseDictionary(FILE.slice(0, at) + noise + FILE.slice(at));
      }),
    );
  });
});

describe('the dictionary that is shipped', () => {
  const file = readFileSync(new URL('../../assets/generated/pinyin.txt', import.meta.url), 'utf8');

  it('names its sources and licences', () => {
    expect(file).toMatch(/^# .*\n# .*jieba.*MIT License\.\n# .*pinyin-pro.*MIT License\./);
  });

  it('is read whole', () => {
    expect(parseDictionary(file).ok).toBe(true);
    expect(Buffer.byteLength(file)).toBeLessThan(1_500_000);
  });
});
