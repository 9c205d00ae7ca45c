import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idCard } from '../../contracts/id-card.ts';
import { fuzzRuns } from '../testing/fuzz.ts';
import { ETHNICITIES } from './ethnicities.ts';
import { CARD_FIXTURES, cardFixture } from './fixtures.ts';
import { bytesOf } from './testing/frames.ts';
import { FUZZ_TIMEOUT_MS } from './testing/timeout.ts';
import { decodeAddress, decodeText } from './text.ts';

const PROPERTIES = 2;
const blank = (units: number) => '2000'.repeat(units);

/** The 居民身份证 of an invented 王五, written by hand from the layout. */
const WANG_WU = bytesOf(
  [
    `8B73 944E ${blank(13)}`, // 姓名 0/30
    '3100', // 性别 30/2
    '3000 3100', // 民族 32/4
    '3100 3900 3800 3500 3000 3600 3000 3700', // 出生 36/16
    `B36C 5753 0177 3100 F753 ${blank(30)}`, // 住址 52/70
    '3400 3100 3000 3400 3000 3300 3100 3900 3800 3500 3000 3600 3000 3700 3100 3200 3300 3000', // 号码 122/36
    `6C51 895B 405C ${blank(12)}`, // 签发机关 158/30
    '3200 3000 3200 3000 3000 3100 3000 3100', // 起 188/16
    `7F95 1F67 ${blank(6)}`, // 止 204/16: 长期
    blank(18), // 220/36
  ].join(''),
);

/** `text` with these UTF-16 units at this byte. */
function put(text: Uint8Array, at: number, units: string | number[]): Uint8Array {
  const values =
    typeof units === 'string' ? Array.from({ length: units.length }, (_, n) => units.charCodeAt(n)) : units;
  const changed = Uint8Array.from(text);
  changed.set(
    values.flatMap((unit) => [unit & 0xff, unit >> 8]),
    at,
  );
  return changed;
}

describe('the text of a card', () => {
  it('is read from the places of the layout', () => {
    expect(WANG_WU.length).toBe(256);
    expect(decodeText(WANG_WU)).toEqual({
      ok: true,
      value: {
        kind: 'resident',
        name: '王五',
        nameEn: '',
        sex: '1',
        ethnicity: '01',
        nationality: null,
        born: '1985-06-07',
        address: '河南省1号',
        number: '410403198506071230',
        issuer: '公安局',
        validFrom: '2020-01-01',
        validTo: null,
        passNo: null,
      },
    });
  });

  it.each(CARD_FIXTURES)('$label fits the contract', ({ text }) => {
    const decoded = decodeText(text);
    expect(decoded.ok && idCard.safeParse(decoded.value).error).toBeUndefined();
  });

  it('keeps rare names of every plane and the private-use area', () => {
    for (const name of ['㛃', '䶮', '𬱖', '𫍯', '𠅤', '\ue863', '古丽·买买提']) {
      const decoded = decodeText(put(WANG_WU, 0, name.padEnd(15)));
      expect(decoded).toMatchObject({ ok: true, value: { name } });
    }
  });

  it.each<[string, Uint8Array, string]>([
    ['a lone high surrogate', put(WANG_WU, 0, [0xd840]), 'lone surrogate'],
    ['a lone low surrogate', put(WANG_WU, 52, [0xdc00]), 'lone surrogate'],
    ['surrogates in the wrong order', put(WANG_WU, 0, [0xdc00, 0xd840]), 'lone surrogate'],
    ['a pair across two fields', put(WANG_WU, 28, [0xd840, 0xdc00]), 'lone surrogate'],
    ['a control character in the name', put(WANG_WU, 2, [0x0007]), 'name'],
    ['a Latin letter in the name', put(WANG_WU, 2, 'A'), 'name'],
    ['a space within the name', put(WANG_WU, 0, '王 五'), 'name'],
    ['no name', put(WANG_WU, 0, '  '), 'name'],
    ['a sex that is none', put(WANG_WU, 30, '3'), 'sex'],
    ['an ethnicity that is none', put(WANG_WU, 32, '57'), 'ethnicity'],
    ['a day that is none', put(WANG_WU, 36, '20010229'), 'born'],
    ['a letter in the number', put(WANG_WU, 122, 'A'), 'number'],
    ['a control character in the address', put(WANG_WU, 60, [0x001b]), 'address'],
    ['an unassigned character in the issuer', put(WANG_WU, 158, [0xffff]), 'issuer'],
    ['no first day', put(WANG_WU, 188, '        '), 'validFrom'],
    ['an end that is no day', put(WANG_WU, 204, '长久'), 'validTo'],
  ])('with %s is refused', (_name, text, field) => {
    expect(decodeText(text)).toEqual({ ok: false, error: { code: 'idCard.unreadable', detail: field } });
  });

  it('of a kind that nobody knows is refused', () => {
    expect(decodeText(put(WANG_WU, 248, 'Z'))).toEqual({ ok: false, error: { code: 'idCard.unknownKind' } });
  });

  it('joins the English name of 2023 and keeps a space at the seam', () => {
    const text = put(cardFixture('foreigner2023').text, 52, 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH ');
    expect(decodeText(put(text, 220, 'IJK        '))).toMatchObject({
      value: { nameEn: 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH IJK' },
    });
  });
});

describe('the newest address', () => {
  const address = (text: string) => Uint8Array.from(Buffer.from(text.padEnd(35), 'utf16le'));
  it('is the last one on the card', () => {
    expect(decodeAddress(address('新街1号'))).toBe('新街1号');
    expect(
      decodeAddress(Uint8Array.from([...address('新街1号'), ...address('更新街2号'), ...address('')])),
    ).toBe('更新街2号');
    expect(decodeAddress(address(''))).toBe('');
  });
  it('is refused when it is no text', () => {
    expect(decodeAddress(put(address('新街'), 4, [0xd800]))).toBeNull();
    expect(decodeAddress(put(address('新街'), 4, [0x0001]))).toBeNull();
    expect(decodeAddress(Uint8Array.of(0x41))).toBeNull();
  });
});

describe('whatever bytes come', () => {
  it(
    'decoding answers, and what it accepts fits the contract',
    () => {
      const damaged = fc
        .tuple(
          fc.constantFrom(...CARD_FIXTURES),
          fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 })), {
            maxLength: 12,
          }),
        )
        .map(([{ text }, changes]) =>
          changes.reduce((bytes, [at, byte]) => bytes.with(at, byte), Uint8Array.from(text)),
        );
      fc.assert(
        fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), (bytes) => {
          const decoded = decodeText(bytes);
          if (decoded.ok) expect(idCard.safeParse(decoded.value).error).toBeUndefined();
        }),
        { numRuns: fuzzRuns(PROPERTIES) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
  it(
    'an address is text or refused',
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
          expect(decodeAddress(bytes) ?? '').toMatch(/^\P{Cc}*$/u);
        }),
        { numRuns: fuzzRuns(PROPERTIES) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});

it('knows the 56 peoples, and the two codes beside them', () => {
  expect(Object.keys(ETHNICITIES)).toHaveLength(58);
  expect(ETHNICITIES['01']).toEqual({ zh: '汉', en: 'Han' });
  expect(ETHNICITIES['56']).toEqual({ zh: '基诺', en: 'Jino' });
  expect(ETHNICITIES['97']?.zh).toBe('其他');
  expect(new Set(Object.values(ETHNICITIES).map((e) => e.zh)).size).toBe(58);
});
