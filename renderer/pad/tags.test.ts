import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import tagSet from '../../assets/tags/national.json' with { type: 'json' };
import { LEVELS } from '../../contracts/levels.ts';
import { ratingBody } from '../../contracts/rating.ts';
import { splitTags, tagsOf, toggled } from './tags.ts';

const level = fc.constantFrom(...LEVELS);

describe('tags', () => {
  test('the first three of a level show at once, in the order of the set', () => {
    const { first, rest } = splitTags(tagsOf(tagSet, 5));
    expect(first.map((t) => t.code)).toEqual(['510', '511', '512']);
    expect(rest.map((t) => t.code)).toEqual(['513', '514', '515', '516', '517']);
  });

  test('every tag of the set belongs to exactly one level', () => {
    expect(LEVELS.flatMap((l) => tagsOf(tagSet, l)).length).toBe(tagSet.tags.length);
  });

  test('any row of taps leaves what the contract accepts', () => {
    const taps = level.chain((l) =>
      fc.tuple(fc.constant(l), fc.array(fc.constantFrom(...tagsOf(tagSet, l).map((t) => t.code)))),
    );
    fc.assert(
      fc.property(taps, ([l, codes]) => {
        const tags = codes.reduce<string[]>((on, code) => toggled(tagsOf(tagSet, l), on, code), []);
        for (const t of tagsOf(tagSet, l))
          expect(tags.includes(t.code)).toBe(codes.filter((c) => c === t.code).length % 2 === 1);
        const body = {
          v: 1,
          id: '0b9f1e5e-6a7c-4c2e-9f0a-000000000001',
          requestId: null,
          case: { caseNo: 'WD-1', stage: 1, itemCode: null, itemName: null },
          windowId: 'w3',
          staffId: null,
          level: l,
          tags,
          tagSetVersion: tagSet.version,
          text: '',
          anonymous: false,
          channel: 4,
          source: 'typed',
          checked: true,
          locale: 'en',
          elder: false,
          app: '1',
        };
        expect(ratingBody.safeParse(body).success).toBe(true);
      }),
    );
  });
});
