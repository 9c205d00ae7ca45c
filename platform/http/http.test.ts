import { ORPCError, ValidationError } from '@orpc/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ERRORS, type ErrorCode } from '../../contracts/errors.ts';
import { refusal } from '../refusal.ts';
import { refusedBy } from './errors.ts';
import { loadTexts, localeOf } from './texts.ts';

describe('the caller’s language', () => {
  test.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en;q=0.4, zh;q=0.6', 'zh-CN'],
    ['fr', 'zh-CN'],
    ['*', 'zh-CN'],
    ['EN;Q=1', 'en'],
    ['en;q=nonsense', 'zh-CN'],
  ])('%s → %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });

  test('any header gives a language', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(['zh-CN', 'en']).toContain(localeOf(header));
      }),
    );
  });
});

test('every code has a sentence in both languages; a folder without texts falls back to the code', () => {
  const texts = loadTexts();
  const none = loadTexts('/nowhere');
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    expect(texts(code, 'zh-CN')).toMatch(/[一-龥]/);
    expect(texts(code, 'en')).toMatch(/^[A-Z]/);
    expect(none(code, 'en')).toBe(code);
  }
});

describe('how an error leaves', () => {
  const invalid = (issues: { message: string; path?: (string | number)[] }[]) =>
    new ORPCError('BAD_REQUEST', {
      cause: new ValidationError({ message: 'Input validation failed', issues, data: { secret: 'x' } }),
    });

  test('an expected failure keeps its code and detail', () => {
    expect(refusedBy(refusal('request.windowBusy', 'w1'))).toEqual({
      code: 'request.windowBusy',
      data: { detail: 'w1' },
      unexpected: false,
    });
  });

  test('bad input says where, and a schema may name its own code', () => {
    expect(refusedBy(invalid([{ message: 'too long', path: ['items', 0, 'body'] }]))).toEqual({
      code: 'input.invalid',
      data: { path: 'items.0.body' },
      unexpected: false,
    });
    expect(refusedBy(invalid([{ message: 'password.weak', path: ['next'] }])).code).toBe('password.weak');
  });

  test.each([
    [{ statusCode: 413 }, 'input.tooLarge'],
    [{ statusCode: 429 }, 'rate.limited'],
    [{ statusCode: 404 }, 'not.found'],
    [{ statusCode: 415 }, 'input.invalid'],
    [Object.assign(new Error('x'), { code: '57P01' }), 'busy'],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'busy'],
    [new Error('timeout exceeded when trying to connect'), 'busy'],
    [new ORPCError('INTERNAL_SERVER_ERROR'), 'internal'],
    [Object.assign(new Error('x'), { code: '23505' }), 'internal'],
  ])('%s → %s', (error, code) => {
    expect(refusedBy(error).code).toBe(code);
  });

  test('nothing thrown makes it fail or tells more than a code', () => {
    fc.assert(
      fc.property(fc.anything(), (error) => {
        const { code, data } = refusedBy(error);
        expect(ERRORS[code]).toBeDefined();
        expect(data).toBeUndefined();
      }),
    );
  });
});
