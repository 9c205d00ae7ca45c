import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskAddress, maskNumber, maskPhone, maskWithin } from './mask.ts';
import { idNumberOf } from './testing/applications.ts';

test('a number keeps its region and its end', () => {
  expect(maskNumber('410403199001011234')).toBe('410403********1234');
  expect(maskPhone('13812345678')).toBe('138****5678');
  expect(maskAddress('平顶山市卫东区建设路1号')).toBe('平顶山市卫东******');
  expect(maskNumber('12')).toBe('**');
});

test('no resident’s number and no mobile number is left within a text, wherever it stands', () => {
  const anything = fc.string({ unit: 'grapheme', maxLength: 30 });
  fc.assert(
    fc.property(anything, anything, fc.nat(999), (before, after, serial) => {
      const number = idNumberOf(serial);
      const masked = maskWithin(`${before}${number}${after}13800001234`);
      expect(masked).not.toContain(number);
      expect(masked).not.toContain('13800001234');
    }),
  );
});
