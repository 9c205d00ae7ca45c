import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { redact } from './redact.ts';

const digits = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`));
const personal = fc.oneof(
  fc.tuple(digits(17), fc.constantFrom('X', 'x', '0', '7')).map(([a, b]) => a + b),
  fc.tuple(fc.constantFrom('13', '15', '18', '19'), digits(9)).map(([a, b]) => a + b),
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

test('a hidden key shows nothing of its value', () => {
  const key = fc.constantFrom(
    'name',
    'user_name',
    'Phone',
    'text',
    'authorization',
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

test('a log line is one JSON line, whose error tells the place and not the words', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.error(
    { err: Object.assign(new Error('Key (case_no)=(张三)'), { code: '23505' }), phone: '13912345678' },
    'x.y',
  );
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '');
  expect(line).toMatchObject({
    level: 'error',
    msg: 'x.y',
    phone: '[hidden]',
    err: { type: 'Error', code: '23505' },
  });
  expect(lines[0]).not.toContain('张三');
  expect(line.err.stack[0]).toContain('redact.test.ts');
});
