import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact, redactText } from './redact.ts';

const digits = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`));
const personal = fc.oneof(
  fc.tuple(digits(17), fc.constantFrom('X', 'x', '0', '7')).map(([a, b]) => a + b),
  fc.tuple(fc.constantFrom('13', '15', '18', '19'), digits(9)).map(([a, b]) => a + b),
  digits(12).map((d) => `CHN${d}`),
  fc.tuple(fc.constantFrom('H', 'M'), fc.oneof(digits(8), digits(10))).map(([a, b]) => a + b),
);

test('a personal number comes out of no value, wherever it stands', () => {
  const around = fc.stringMatching(/^[a-z ,:()"一-龥]{0,10}$/);
  fc.assert(
    fc.property(personal, around, around, fc.integer({ min: 0, max: 3 }), (number, before, after, depth) => {
      let value: unknown = `${before}${number}${after}`;
      for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? { detail: value } : [value];
      expect(JSON.stringify(redact(value))).not.toContain(number);
    }),
  );
});

test('a personal number is found as a number too, and a time is left alone', () => {
  expect(redact({ a: 13_912_345_678, b: 1_796_000_000_000, c: 115_200 })).toEqual({
    a: '[hidden]',
    b: 1_796_000_000_000,
    c: 115_200,
  });
});

test('a secret is known by its shape', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9_-]{20,60}$/);
  fc.assert(
    fc.property(secret, (s) => {
      for (const text of [
        `authorization: Bearer ${s}`,
        `http://127.0.0.1:7410/?token=${s}`,
        `http://admin:${s}@10.0.0.9/eSCL`,
        `"scrypt$${'0a'.repeat(16)}$${'5f'.repeat(32)}"`,
      ])
        expect(redactText(text)).not.toMatch(new RegExp(`${s}|5f5f`));
    }),
  );
});

test('a hidden key shows nothing of its value', () => {
  const key = fc.constantFrom(
    'name',
    'user_name',
    'Phone',
    'text',
    'authorization',
    'staffPin',
    'staffBadges',
    'password',
    'connectionString',
  );
  fc.assert(
    fc.property(key, fc.uuid(), (k, secret) => {
      expect(JSON.stringify(redact({ a: { [k]: secret } }))).not.toContain(secret);
    }),
  );
});

test('anything can be logged', () => {
  fc.assert(
    fc.property(fc.anything({ withDate: true, withTypedArray: true, withBigInt: true }), (value) => {
      expect(() => JSON.stringify(redact({ value }))).not.toThrow();
    }),
  );
});
