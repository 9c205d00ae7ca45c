import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskNo } from './mask.ts';

test('both ends stay, and less of a short number', () => {
  expect(maskNo('410403198506071230')).toBe('4104**********1230');
  expect(maskNo('ABCDEFGH')).toBe('AB****GH');
  expect(maskNo('AB12')).toBe('****');
  expect(maskNo('')).toBe('');
});

test('as long as before, with four characters hidden where there are four', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (no) => {
      const chars = [...no];
      const masked = [...maskNo(no)];
      expect(masked).toHaveLength(chars.length);
      expect(masked.filter((c) => c === '*').length).toBeGreaterThanOrEqual(Math.min(4, chars.length));
    }),
  );
});
