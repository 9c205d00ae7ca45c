import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import national from '../assets/tags/national.json' with { type: 'json' };
import { codePoints, isNegative, LEVELS, MAX_TEXT, tagLevel } from './levels.ts';
import { level, type RatingBody, ratingBody, ratingText, tagSet } from './rating.ts';

const shortId = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/);
/** Text as a keyboard gives it: any characters but control characters, line feeds among them. */
const text = fc
  .string({ unit: 'grapheme', maxLength: MAX_TEXT })
  .map((s) => s.replace(/[^\P{Cc}\n]/gu, ''))
  .filter((s) => s.isWellFormed() && codePoints(s) <= MAX_TEXT);
/** A name as it is stored: trimmed, of one line. */
const label = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((s) => s.replace(/\p{Cc}/gu, '').trim())
  .filter((s) => s.length >= 1 && s.length <= 100);

const ofLevel = (l: number) => national.tags.map((t) => t.code).filter((code) => tagLevel(code) === l);
const rating: fc.Arbitrary<RatingBody> = fc.constantFrom(...LEVELS).chain((l) =>
  fc.record({
    v: fc.constant(1 as const),
    id: fc.uuid(),
    requestId: fc.option(fc.uuid()),
    case: fc.record({
      caseNo: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/),
      stage: fc.constantFrom(1 as const, 2 as const),
      itemCode: fc.option(shortId),
      itemName: fc.option(label),
    }),
    windowId: shortId,
    staffId: fc.option(shortId),
    level: fc.constant(l),
    tags: fc.subarray(ofLevel(l)),
    tagSetVersion: fc.constant(national.version),
    text,
    anonymous: fc.boolean(),
    channel: fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
    source: fc.constantFrom('request', 'scanned', 'typed'),
    checked: fc.boolean(),
    locale: fc.constantFrom('zh-CN', 'en'),
    elder: fc.boolean(),
    app: fc.constant('hall-terminal/0.1.0'),
  }),
);
const refuses = (r: unknown) => expect(ratingBody.safeParse(r).success).toBe(false);

describe('a rating’s body', () => {
  it('goes through its JSON unchanged', () => {
    fc.assert(
      fc.property(rating, (r) => {
        expect(ratingBody.parse(JSON.parse(JSON.stringify(r)))).toEqual(r);
      }),
    );
  });

  it.each(LEVELS)('is accepted with level %i, without a word more', (l) => {
    const [base] = fc.sample(rating, { numRuns: 1, seed: 1 });
    expect(ratingBody.parse({ ...base, level: l, tags: [], text: '' }).level).toBe(l);
  });

  it('is refused with any other level', () => {
    fc.assert(
      fc.property(rating, fc.oneof(fc.double(), fc.string(), fc.constant(null)), (r, l) => {
        fc.pre(!LEVELS.some((known) => known === l));
        refuses({ ...r, level: l, tags: [] });
      }),
    );
  });

  it('is refused with a tag of another level', () => {
    fc.assert(
      fc.property(rating, fc.constantFrom(...LEVELS), (r, other) => {
        fc.pre(other !== r.level);
        const [foreign] = ofLevel(other);
        refuses({ ...r, tags: [...r.tags, foreign] });
      }),
    );
  });

  it('is refused with the same tag twice, and with a tag that is no code', () => {
    fc.assert(
      fc.property(rating, (r) => {
        const [tag] = ofLevel(r.level);
        refuses({ ...r, tags: [tag, tag] });
        refuses({ ...r, tags: [`${r.level}1`] });
        refuses({ ...r, tags: [`${r.level}1000`] });
      }),
    );
  });

  it('is refused when any field is missing', () => {
    fc.assert(
      fc.property(rating, (r) => {
        for (const field of Object.keys(r)) refuses({ ...r, [field]: undefined });
      }),
      { numRuns: 20 },
    );
  });

  it('is refused with an id in capitals, another version, a channel or source of nobody', () => {
    const [r] = fc.sample(rating, { numRuns: 1, seed: 2 });
    for (const wrong of [
      { id: 'ABCDEF00-0000-4000-8000-000000000000' },
      { v: 2 },
      { channel: 0 },
      { channel: 8 },
      { source: 'sms' },
      { locale: 'fr' },
      { windowId: '' },
      { windowId: `w${'1'.repeat(40)}` },
    ])
      refuses({ ...r, ...wrong });
  });

  it('is refused, never thrown at, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        refuses(value);
      }),
    );
  });
});

describe('free text', () => {
  it('is counted in characters, not in UTF-16 units', () => {
    expect(ratingText.safeParse('好'.repeat(MAX_TEXT)).success).toBe(true);
    expect(ratingText.safeParse('𬱖'.repeat(MAX_TEXT)).success).toBe(true);
    expect(ratingText.safeParse('𬱖'.repeat(MAX_TEXT + 1)).success).toBe(false);
  });

  it('is refused when it is longer by any number of characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: MAX_TEXT + 1, maxLength: 5_000 }), (s) => {
        expect(ratingText.safeParse(s).success).toBe(false);
      }),
    );
  });

  it('may hold line feeds and no other control character', () => {
    expect(ratingText.safeParse('一\n二').success).toBe(true);
    const control = [...Array(0x20).keys(), ...Array.from({ length: 0x21 }, (_, i) => 0x7f + i)].filter(
      (c) => c !== 0x0a,
    );
    for (const code of control)
      expect([code, ratingText.safeParse(`a${String.fromCharCode(code)}b`).success]).toEqual([code, false]);
  });

  it('is refused with a lone surrogate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0xd800, max: 0xdfff }), (unit) => {
        expect(ratingText.safeParse(`好${String.fromCharCode(unit)}好`).success).toBe(false);
      }),
    );
  });
});

describe('levels', () => {
  it('are five, and 1 and 2 are negative', () => {
    expect(LEVELS).toEqual([5, 4, 3, 2, 1]);
    expect(LEVELS.map((l) => level.parse(l))).toEqual(LEVELS);
    expect(LEVELS.filter(isNegative)).toEqual([2, 1]);
  });
});

describe('the national tag set', () => {
  it('has eight tags for each level, each once', () => {
    const { tags } = tagSet.parse(national);
    expect(new Set(tags.map((t) => t.code)).size).toBe(40);
    for (const l of LEVELS) expect([l, tags.filter((t) => tagLevel(t.code) === l).length]).toEqual([l, 8]);
  });

  it('holds the codes of the national list', () => {
    const first = { 5: 510, 4: 406, 3: 307, 2: 207, 1: 108 };
    const codes = national.tags.map((t) => Number(t.code)).sort((a, b) => b - a);
    const expected = LEVELS.flatMap((l) => Array.from({ length: 8 }, (_, i) => first[l] + i));
    expect(codes).toEqual(expected.sort((a, b) => b - a));
  });
});
