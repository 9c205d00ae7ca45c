import { describe, expect, it } from 'vitest';
import type { IdCard } from '../../contracts/id-card.ts';
import { checkCard, checkDigit, todayAt } from './check.ts';
import { CARD_FIXTURES, cardFixture } from './fixtures.ts';
import { masked, maskName } from './masked.ts';
import { samIdText } from './sam-id.ts';
import { bytesOf } from './testing/frames.ts';
import { decodeText } from './text.ts';

const TODAY = '2026-11-25';

function cardOf(id: string, changes: Partial<IdCard> = {}): IdCard {
  const decoded = decodeText(cardFixture(id).text);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return { ...decoded.value, ...changes };
}
const verdict = (card: IdCard, today = TODAY) => {
  const checked = checkCard(card, today);
  return checked.ok ? 'ok' : [checked.error.code, checked.error.detail].filter(Boolean).join(' ');
};

describe('the check digit of GB 11643', () => {
  // Examples of the standard itself.
  it.each(['11010519491231002X', '440524188001010014'])('%s', (number) => {
    expect(checkDigit(number.slice(0, 17))).toBe(number[17]);
  });

  it('catches every single wrong digit and every swap of neighbours', () => {
    const number = '410403198506071230';
    const digits = number.slice(0, 17);
    for (let at = 0; at < 17; at++) {
      for (const digit of '0123456789') {
        const changed = digits.slice(0, at) + digit + digits.slice(at + 1);
        if (digit !== digits[at]) expect(checkDigit(changed)).not.toBe(number[17]);
      }
      const swapped = digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2);
      if (at < 16 && swapped !== digits) expect(checkDigit(swapped)).not.toBe(number[17]);
    }
  });
});

describe('a card', () => {
  const refused: Record<string, string> = {
    expired: 'idCard.expired',
    notYetValid: 'idCard.notYetValid',
    wrongCheckDigit: 'idCard.checkDigit',
    wrongBirth: 'idCard.mismatch born',
  };
  it.each(CARD_FIXTURES)('$label', ({ id }) => {
    expect(verdict(cardOf(id))).toBe(refused[id] ?? 'ok');
  });

  it.each<[string, Partial<IdCard>, string]>([
    ['a number of another sex', { sex: '2' }, 'idCard.mismatch sex'],
    ['a sex that is not stated', { sex: '9' }, 'ok'],
    ['a sex that is unknown', { sex: '0' }, 'ok'],
    ['another birthday in the number', { born: '1985-06-08' }, 'idCard.mismatch born'],
    ['an end before its beginning', { validTo: '2019-12-31' }, 'idCard.mismatch validTo'],
    [
      "a foreigner's number",
      { number: '941250198503110028', born: '1985-03-11', sex: '2' },
      'idCard.mismatch kind',
    ],
  ])('of a citizen with %s', (_name, changes, expected) => {
    expect(verdict(cardOf('resident', changes))).toBe(expected);
  });

  it('issued before its owner was born is refused', () => {
    expect(verdict(cardOf('child', { validFrom: '2012-05-31' }))).toBe('idCard.mismatch born');
  });

  it.each([
    ['hongKong', { number: '410403198506071230', born: '1985-06-07' }, 'idCard.mismatch kind'],
    ['foreigner2023', { number: '410403198506071230', born: '1985-06-07' }, 'idCard.mismatch kind'],
    ['foreigner2023', { number: '941250198503110029' }, 'idCard.checkDigit'],
    ['foreigner2017', { number: 'USA410475031217' }, 'idCard.checkDigit'],
    ['foreigner2017', { number: 'USB410475031216' }, 'idCard.checkDigit'],
    ['foreigner2017', { born: '1975-03-13' }, 'idCard.mismatch born'],
    ['foreigner2017', { sex: '2' as const }, 'idCard.mismatch sex'],
  ])('%s with %o', (id, changes, expected) => {
    expect(verdict(cardOf(id, changes))).toBe(expected);
  });

  it('has a number of 2017 whose check digit is that of a public example', () => {
    const card = cardOf('foreigner2017', { number: 'KAZ110090123105', born: '1990-12-31', sex: '2' });
    expect(verdict(card)).toBe('ok');
  });

  it('is valid from its first day through its last', () => {
    const card = cardOf('resident');
    expect(verdict(card, '2019-12-31')).toBe('idCard.notYetValid');
    expect(verdict(card, '2020-01-01')).toBe('ok');
    expect(verdict(card, '2040-01-01')).toBe('ok');
    expect(verdict(card, '2040-01-02')).toBe('idCard.expired');
    expect(verdict(cardOf('longTerm'), '2099-01-01')).toBe('ok');
  });
});

it('today is the day in the hall', () => {
  expect(todayAt(Date.UTC(2026, 0, 30, 15, 59, 59))).toBe('2026-01-30');
  expect(todayAt(Date.UTC(2026, 0, 30, 16))).toBe('2026-01-31');
});

describe('what a log may show', () => {
  it('of a card', () => {
    expect(masked(cardOf('resident'))).toEqual({ name: '张*民', number: '4104**********1230' });
    expect(masked(cardOf('foreigner2017', { name: '' }))).toEqual({
      name: 'S************N',
      number: 'USA4*******1216',
    });
  });
  it('of a name', () => {
    expect(['张三', '张小三', '欧阳小三', '𠅤𬱖𫍯', '张', ''].map(maskName)).toEqual([
      '张*',
      '张*三',
      '欧**三',
      '𠅤*𫍯',
      '*',
      '',
    ]);
  });
});

it('the SAM id is printed as on the reader', () => {
  expect(samIdText(bytesOf('0500 0100 67263501 39300000 32090100'))).toBe(
    '05.01-20260455-0000012345-0000067890',
  );
  expect(samIdText(bytesOf('0500 0300 00000000 FFFFFFFF 01000000'))).toBe(
    '05.03-00000000-4294967295-0000000001',
  );
});
