import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lattice, type Piece, segment } from './segment.ts';
import { EXACT, FUZZY, INITIALS, PREFIXES, SYLLABLES } from './syllables.ts';

const texts = (pieces: readonly Piece[]): string => pieces.map((p) => p.text).join(' ');

/** All ways through a lattice, as texts. */
function ways(input: string, fuzzy = false): string[] {
  const l = lattice(input, fuzzy);
  const from = (at: number): string[] =>
    at === input.length
      ? ['']
      : (l[at] ?? []).flatMap((p) => from(p.to).map((rest) => (rest === '' ? p.text : `${p.text} ${rest}`)));
  return [...new Set(from(0))].sort();
}

const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), maxLength: 24 });
const typed = fc
  .string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz'"), maxLength: 24 })
  .map((s) => s.replace(/^'+/, ''));

describe('segmentation', () => {
  it.each([
    ['fuwutaiduhenhao', 'fu wu tai du hen hao'],
    ['zhengwfw', 'zheng w f w'],
    ["xi'an", 'xi an'],
    ['nvren', 'nv ren'],
    ['zhonghuar', 'zhong hua r'],
    ['jp', 'j p'],
  ])('%s → %s', (input, expected) => {
    expect(texts(segment(input))).toBe(expected);
  });

  it('keeps every smooth way and no rough one', () => {
    expect(ways('xian')).toEqual(['xi an', 'xian']);
    expect(ways('fangan')).toEqual(['fan gan', 'fang an']);
    expect(ways('women')).toEqual(['wo men']);
    expect(ways("xi'an")).toEqual(['xi an']);
    expect(ways('sh')).toEqual(['s h', 'sh']);
    expect(ways('xizo')).toEqual(['xi z o', 'xi zo']);
  });

  it('reads the vowels that are syllables as abbreviations too', () => {
    const kinds = (lattice('aq', false)[0] ?? []).map((p) => p.kind).sort();
    expect(kinds).toEqual(['initial', 'syllable']);
  });

  it('covers the input, with pieces that are what they say', () => {
    fc.assert(
      fc.property(typed, fc.boolean(), (input, fuzzy) => {
        const pieces = segment(input, fuzzy);
        expect(pieces.map((p) => p.text).join('')).toBe(input.replaceAll("'", ''));
        let at = 0;
        for (const p of pieces) {
          expect(p.from).toBe(at);
          at = p.to;
          if (p.kind === 'syllable') expect((fuzzy ? FUZZY : EXACT).has(p.text)).toBe(true);
          else if (p.kind === 'initial') expect(INITIALS.has(p.text)).toBe(true);
          else if (p.kind === 'beginning') expect(PREFIXES.has(p.text)).toBe(true);
          else expect(p.text).toHaveLength(1);
        }
        expect(at).toBe(input.length);
      }),
    );
  });

  it('leads from every kept piece to the end', () => {
    fc.assert(
      fc.property(letters, (input) => {
        const l = lattice(input, false);
        for (const pieces of l)
          for (const p of pieces) expect(p.to === input.length || (l[p.to]?.length ?? 0) > 0).toBe(true);
      }),
    );
  });

  it('reads syllables parted by apostrophes as exactly those syllables', () => {
    const syllables = fc.array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(syllables, (parts) => {
        expect(segment(parts.join("'")).map((p) => p.text)).toEqual(parts);
      }),
    );
  });
});

describe('fuzzy syllables', () => {
  it('mean the literal syllable first', () => {
    expect(FUZZY.get('sen')).toEqual({ syllables: ['sen', 'seng', 'shen', 'sheng'], literal: 1 });
    expect(FUZZY.get('zuang')).toEqual({ syllables: ['zhuang'], literal: 0 });
    expect(EXACT.get('lue')).toEqual({ syllables: ['lve'], literal: 1 });
  });
});
