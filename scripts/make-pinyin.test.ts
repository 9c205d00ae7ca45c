import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gb2312Characters, makeDictionary, OUT } from './make-pinyin.ts';

describe('the dictionary of the pinyin keyboard', () => {
  it('is, byte for byte, what the script makes', () => {
    expect(makeDictionary() === readFileSync(OUT, 'utf8')).toBe(true);
  });

  it('has every character of GB 2312', () => {
    const characters = [...gb2312Characters(1), ...gb2312Characters(2)];
    expect(characters).toHaveLength(6763);
    const file = readFileSync(OUT, 'utf8');
    const single = new Set(
      Array.from(file.matchAll(/^[a-z]+\t(.*)$/gm), ([, words = '']) => words.split(/\d\d/)).flat(),
    );
    expect(characters.filter((c) => !single.has(c))).toEqual([]);
  });

  it('offers no coarse word', () => {
    const words = Array.from(readFileSync(OUT, 'utf8').matchAll(/^[a-z ]+\t(.*)$/gm), ([, ws = '']) =>
      ws.split(/\d\d/),
    ).flat();
    expect(words).toContain('教师');
    for (const coarse of ['交配', '色情', '混蛋', '王八蛋']) expect(words).not.toContain(coarse);
  });

  it('holds some sixty thousand words', () => {
    const words = Array.from(readFileSync(OUT, 'utf8').matchAll(/\d\d/g)).length;
    expect(words).toBeGreaterThan(60_000);
  });
});
