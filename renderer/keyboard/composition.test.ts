import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePoints } from '../../contracts/levels.ts';
import { type Candidates, type Composition, type Key, press, start } from './composition.ts';
import { MAX_PINYIN } from './engine.ts';

/** A small language: a syllable of two letters is one character, and the first candidate is for all of it. */
const candidates: Candidates = (pinyin) => {
  const syllables = pinyin.replaceAll("'", '').match(/.{1,2}/g) ?? [];
  const whole = syllables.map(() => '字').join('');
  return pinyin === ''
    ? []
    : [
        { text: whole, consumed: pinyin.length },
        { text: '𬱖', consumed: Math.min(2, pinyin.length) },
      ];
};
const none: Candidates = () => [];

const run = (c: Composition, keys: Key[], max = 150, find = candidates): Composition =>
  keys.reduce((now, key) => press(now, key, max, find), c);
const type = (text: string): Key[] => Array.from(text, (t) => ({ type: 'text', text: t }));
const pinyin = (value = '') => start(value, 'pinyin');

describe('composition', () => {
  it('turns pinyin into text by picking, piece by piece', () => {
    const typed = run(pinyin('好'), type('fuwu'));
    expect(typed).toMatchObject({ value: '好', pinyin: 'fuwu' });
    const picked = press(typed, { type: 'pick', candidate: { text: '府', consumed: 2 } }, 150, candidates);
    expect(picked).toMatchObject({ value: '好府', pinyin: 'wu' });
    expect(run(picked, [{ type: 'space' }])).toMatchObject({ value: '好府字', pinyin: '' });
  });

  it('deletes letters of the pinyin first, then whole characters', () => {
    const c = run(pinyin('吃𬱖'), [...type('fu'), { type: 'backspace' }, { type: 'backspace' }]);
    expect(c).toMatchObject({ value: '吃𬱖', pinyin: '' });
    expect(press(c, { type: 'backspace' }, 150, candidates).value).toBe('吃');
  });

  it('settles the pinyin before a sign and before it is done', () => {
    expect(run(pinyin(), [...type('fuwu'), ...type('，')])).toMatchObject({ value: '字字，', pinyin: '' });
    expect(run(pinyin(), [...type('fuwu'), { type: 'done' }])).toMatchObject({ value: '字字', done: true });
  });

  it('keeps letters as they stand for Latin text, for Enter, and while there is no dictionary', () => {
    expect(run(pinyin(), [...type('wifi'), { type: 'layer', layer: 'latin' }])).toMatchObject({
      value: 'wifi',
      layer: 'latin',
    });
    expect(run(pinyin(), [...type("a'b"), { type: 'literal' }]).value).toBe('ab');
    expect(run(pinyin(), [...type('abc'), { type: 'done' }], 150, none)).toMatchObject({
      value: 'abc',
      done: true,
    });
  });

  it('refuses what does not fit, loses nothing, and says so', () => {
    const c = run(pinyin('一二三'), [...type('fuwu'), { type: 'space' }], 4);
    expect(c).toMatchObject({ value: '一二三', pinyin: 'fuwu', full: 'text' });
    expect(press(c, { type: 'done' }, 4, candidates)).toMatchObject({ done: false, full: 'text' });
    expect(press(c, { type: 'layer', layer: 'latin' }, 4, candidates)).toMatchObject({
      layer: 'pinyin',
      full: 'text',
    });
    expect(press(c, { type: 'backspace' }, 4, candidates).full).toBeNull();
    expect(run(pinyin(), type('a'.repeat(MAX_PINYIN + 1)))).toMatchObject({
      pinyin: 'a'.repeat(MAX_PINYIN),
      full: 'pinyin',
    });
  });

  it('writes one capital after shift, and capitals of a case number as they are', () => {
    const keys: Key[] = [{ type: 'shift' }, ...type('A'), ...type('b')];
    expect(run(start('', 'latin'), keys)).toMatchObject({ value: 'Ab', shift: false });
    expect(run(start('', 'case'), type('JY-2026'), 40).value).toBe('JY-2026');
  });

  it('shows the signs of the letters it came from', () => {
    const latin = run(pinyin(), [
      { type: 'layer', layer: 'latin' },
      { type: 'layer', layer: 'symbols' },
    ]);
    expect(latin).toMatchObject({ layer: 'symbols', signs: 'latin' });
    expect(press(pinyin(), { type: 'layer', layer: 'symbols' }, 9, candidates).signs).toBe('chinese');
  });

  const key: fc.Arbitrary<Key> = fc.oneof(
    fc.constantFrom(...'abcxyz，。1', "'", '𬱖').map((text): Key => ({ type: 'text', text })),
    fc
      .constantFrom('backspace', 'space', 'clear', 'done', 'shift', 'fuzzy', 'literal')
      .map((type): Key => ({ type })),
    fc.constantFrom('pinyin', 'latin', 'symbols').map((layer): Key => ({ type: 'layer', layer })),
  );

  it('stays within its bounds, in whole characters, whatever is pressed', () => {
    fc.assert(
      fc.property(
        fc.array(key, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (keys, max, dict) => {
          const c = run(pinyin(), keys, max, dict ? candidates : none);
          expect(codePoints(c.value)).toBeLessThanOrEqual(max);
          expect(c.value.isWellFormed()).toBe(true);
          expect(c.pinyin).toMatch(/^(?:[a-z][a-z']*)?$/);
          expect(c.pinyin.length).toBeLessThanOrEqual(MAX_PINYIN);
          if (c.done) expect(c.pinyin).toBe('');
        },
      ),
    );
  });

  it('never loses what was typed: only backspace and clear make it shorter', () => {
    const size = (c: Composition): number => c.value.length * 2 + c.pinyin.replaceAll("'", '').length;
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        let c = pinyin();
        for (const k of keys) {
          const after = press(c, k, 12, candidates);
          if (k.type !== 'backspace' && k.type !== 'clear') {
            expect(after.value.startsWith(c.value)).toBe(true);
            expect(size(after)).toBeGreaterThanOrEqual(size(c));
          }
          if (after.full !== null) expect(after).toMatchObject({ value: c.value, pinyin: c.pinyin });
          c = after;
        }
      }),
    );
  });
});
