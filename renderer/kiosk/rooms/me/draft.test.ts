import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PetitionKind } from '../../../../contracts/petition.ts';
import { after, before, isPhone, needsPhone, newDraft } from './draft.ts';
import { pieces } from './letter.tsx';

const KINDS: readonly PetitionKind[] = ['consult', 'complain', 'suggest', 'correct'];
const draft = fc.record({ kind: fc.constantFrom(...KINDS), wantsAnswer: fc.boolean() }).map((wish) => ({
  ...newDraft(wish.kind),
  ...wish,
}));

it('every draft comes to its check, and back by the same pages', () => {
  fc.assert(
    fc.property(draft, (of) => {
      const way = [of.kind === 'correct' ? ('text' as const) : ('kind' as const)] as Parameters<
        typeof after
      >[0][];
      for (let at = way[0]; at !== undefined && at !== 'check' && way.length < 10; at = way.at(-1))
        way.push(after(at, of));
      expect(way.at(-1)).toBe('check');
      expect(way.length).toBeLessThan(10);
      const back = way.toReversed();
      expect(back.map((at) => before(at, of))).toEqual([...back.slice(1), null]);
      // A telephone is asked for where an answer is wanted.
      expect(way.includes('phone')).toBe(of.kind === 'correct' || of.wantsAnswer);
      if (needsPhone(of, true)) expect(way).toContain('phone');
    }),
  );
});

it('knows a mobile number', () => {
  expect(isPhone('13800001234')).toBe(true);
  for (const text of ['', '1380000123', '12800001234', '138000012345', '1380000123x'])
    expect(isPhone(text)).toBe(false);
});

it('a text falls into pieces that a page has room for, and nothing of it is lost', () => {
  const text = fc.string({
    unit: fc.constantFrom('材', '料', 'a', ' ', '。', '!', '\n', '𬱖'),
    maxLength: 500,
  });
  fc.assert(
    fc.property(text, (whole) => {
      const found = pieces(whole);
      for (const piece of found) {
        expect([...piece].length).toBeLessThanOrEqual(90);
        expect(piece.trim()).not.toBe('');
      }
      expect(found.join('').replaceAll(/\s/g, '')).toBe(whole.replaceAll(/\s/g, ''));
    }),
  );
});
