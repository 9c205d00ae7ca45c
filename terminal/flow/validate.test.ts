import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FieldKind, fieldKind } from '../../contracts/flow.ts';
import { fieldFault } from '../../contracts/kiosk-step.ts';
import { checkDigit } from '../../devices/id-card/check.ts';
import { faultOf, isDay, isUscc, longest, normalised, usccCheck } from './validate.ts';

const TODAY = '2026-01-05';
const rule = (kind: FieldKind, over = {}) =>
  ({ kind, required: true, ...over }) as Parameters<typeof faultOf>[0];
const code = (kind: FieldKind, text: string, over = {}) =>
  faultOf(rule(kind, over), text, TODAY)?.code ?? null;

const digit = fc.constantFrom(...'0123456789');
const usccSign = fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY');
const usccBody = fc
  .tuple(
    fc.array(usccSign, { minLength: 2, maxLength: 2 }),
    fc.array(digit, { minLength: 6, maxLength: 6 }),
    fc.array(usccSign, { minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.flat().join(''));
const day = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const idNumber = fc
  .tuple(
    fc.constantFrom(...'123456789'),
    fc.array(digit, { minLength: 5, maxLength: 5 }),
    day,
    fc.array(digit, { minLength: 3, maxLength: 3 }),
  )
  .map(([first, place, born, serial]) => {
    const body = `${first}${place.join('')}${born.replaceAll('-', '')}${serial.join('')}`;
    return body + checkDigit(body);
  });

describe('统一社会信用代码', () => {
  it('takes the code that explanations of GB 32100 use as their example', () => {
    expect(isUscc('91350100M000100Y43')).toBe(true);
    expect(isUscc('91350100M000100Y44')).toBe(false);
  });

  it('takes every body with its check character, and no single sign may change', () => {
    fc.assert(
      fc.property(usccBody, fc.nat(17), usccSign, (body, at, sign) => {
        const whole = body + usccCheck(body);
        expect(code('uscc', whole)).toBeNull();
        const other = whole.slice(0, at) + sign + whole.slice(at + 1);
        if (other !== whole) expect(code('uscc', other)).toBe('uscc');
      }),
    );
  });

  it('knows no I, O, S, V and Z', () => {
    for (const sign of 'IOSVZ') expect(code('uscc', `91350100M000${sign}00Y43`)).toBe('uscc');
  });
});

describe('公民身份号码', () => {
  it('takes what its check digit proves, typed as people type it, and no single digit may change', () => {
    fc.assert(
      fc.property(idNumber, fc.integer({ min: 6, max: 16 }), digit, (number, at, other) => {
        expect(code('idNumber', number)).toBeNull();
        expect(code('idNumber', ` ${number.toLowerCase()} `)).toBeNull();
        const changed = number.slice(0, at) + other + number.slice(at + 1);
        if (changed !== number) expect(code('idNumber', changed)).toBe('idNumber');
      }),
    );
  });

  it('takes no day that the calendar has not', () => {
    expect(code('idNumber', '110105194902300021')).toBe('idNumber');
  });
});

describe('dates', () => {
  it('takes every day of the calendar and nothing else', () => {
    fc.assert(
      fc.property(day, (text) => {
        expect(code('date', text)).toBeNull();
      }),
    );
    for (const text of ['2025-02-29', '2025-13-01', '2025-00-10', '2025-4-1', '20250401', '0001-01-01', 'x'])
      expect(code('date', text)).toBe('date');
    expect(isDay('2024-02-29')).toBe(true);
  });

  it('counts its limits from today, both days included', () => {
    const over = { min: -10, max: 0 };
    expect(code('date', '2026-01-05', over)).toBeNull();
    expect(code('date', '2025-12-26', over)).toBeNull();
    expect(faultOf(rule('date', over), '2026-01-06', TODAY)).toEqual({
      code: 'tooLate',
      limit: '2026-01-05',
    });
    expect(faultOf(rule('date', over), '2025-12-25', TODAY)).toEqual({
      code: 'tooEarly',
      limit: '2025-12-26',
    });
  });
});

describe('the other kinds', () => {
  it('telephones, postcodes and numbers', () => {
    expect(code('phone', '１３９ ００００ ０００１')).toBeNull();
    for (const text of ['12900000001', '1390000000', '23900000001'])
      expect(code('phone', text)).toBe('phone');
    expect(code('postcode', '467000')).toBeNull();
    expect(code('postcode', '46700')).toBe('postcode');
    expect(code('number', '120.5', { max: 200 })).toBeNull();
    expect(code('number', '1e3')).toBe('number');
    expect(code('number', '-1')).toBe('number');
    expect(code('number', '201', { max: 200 })).toBe('tooLarge');
    expect(code('number', '0', { min: 1 })).toBe('tooSmall');
  });

  it('texts: length in characters, no control characters; a long one may have lines', () => {
    expect(code('text', '  㛃䶮𬱖 ', { max: 3 })).toBeNull();
    expect(code('text', '四个字了', { max: 3 })).toBe('tooLong');
    expect(code('text', '短', { min: 2 })).toBe('tooShort');
    expect(code('text', 'a\u0007b')).toBe('characters');
    expect(code('longText', '一\n二')).toBeNull();
    expect(code('longText', 'a\u0000b')).toBe('characters');
  });

  it('a choice is one of its options; what is not required may be blank', () => {
    const options = [{ id: 'own' }, { id: 'rent' }];
    expect(code('choice', 'rent', { options })).toBeNull();
    expect(code('choice', 'lend', { options })).toBe('choice');
    expect(code('text', '   ')).toBe('required');
    expect(code('text', '   ', { required: false })).toBeNull();
  });
});

it('whatever is typed, a fault is one that the screens have words for, and what passes is kept as it was checked', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...fieldKind.options),
      fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('0', '2025-01-01', '13900000001')),
      (kind, text) => {
        const field = rule(kind, kind === 'choice' ? { options: [{ id: 'a' }] } : {});
        const fault = faultOf(field, text, TODAY);
        if (fault !== null) fieldFault.parse(fault);
        else {
          const kept = normalised(kind, text);
          expect(faultOf(field, kept, TODAY)).toBeNull();
          expect(normalised(kind, kept)).toBe(kept);
          expect([...kept].length).toBeLessThanOrEqual(longest(field));
        }
      },
    ),
    { numRuns: 500 },
  );
});
