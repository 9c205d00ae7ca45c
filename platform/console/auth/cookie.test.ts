import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCookie, writeCookie } from './cookie.ts';
import { newSecret } from './secret.ts';

describe('readCookie', () => {
  const secret = newSecret();
  it('finds the session among other cookies', () => {
    expect(readCookie(`a=1; hall_session=${secret}; b=2`)).toBe(secret);
  });
  it.each([
    ['none', undefined],
    ['empty', ''],
    ['too short', 'hall_session=abc'],
    ['foreign signs', `hall_session=${secret.slice(1)}"`],
    ['another name', `xhall_session=${secret}`],
  ])('%s → null', (_name, header) => {
    expect(readCookie(header)).toBeNull();
  });
  it('takes any text without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readCookie(text)).toBeNull();
      }),
    );
  });
});

describe('writeCookie', () => {
  it('is for the hub’s calls alone, out of scripts’ and other sites’ reach', () => {
    const text = writeCookie('s', false);
    expect(text.split('; ')).toEqual([
      'hall_session=s',
      'Path=/v1',
      'HttpOnly',
      'SameSite=Strict',
      'Max-Age=43200',
    ]);
  });
  it('is Secure where TLS is, and ends when there is no session', () => {
    expect(writeCookie('s', true)).toMatch(/; Secure$/);
    expect(writeCookie(null, false)).toContain('hall_session=; Path=/v1');
    expect(writeCookie(null, false)).toContain('Max-Age=0');
  });
});
