import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asToken, takeFromAddress, tokenInHash, tokenStore } from './token.ts';

const TOKEN = 'abcdefgh-ABCDEFGH_0123';

const memory = () => {
  const map = new Map<string, string>();
  return {
    getItem: (k: string) => map.get(k) ?? null,
    setItem: (k: string, v: string) => void map.set(k, v),
    removeItem: (k: string) => void map.delete(k),
  };
};

describe('the window’s token', () => {
  it('is read from the address, whatever stands beside it', () => {
    expect(tokenInHash(`#token=${TOKEN}`)).toBe(TOKEN);
    expect(tokenInHash(`#a=1&token=${TOKEN}`)).toBe(TOKEN);
    expect(tokenInHash('#token=short')).toBeNull();
    expect(tokenInHash('')).toBeNull();
  });

  it('is always fit for a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const token = asToken(text);
        if (token !== null) expect(() => new Headers({ authorization: `Bearer ${token}` })).not.toThrow();
      }),
    );
  });

  it('leaves the address at once, and stays in the tab', () => {
    const store = tokenStore(memory());
    const shown: string[] = [];
    takeFromAddress(
      {
        location: { hash: `#token=${TOKEN}`, pathname: '/counter/', search: '?x=1' },
        history: { replaceState: (_data, _title, url) => void shown.push(String(url)) },
      },
      store,
    );
    expect(store.read()).toBe(TOKEN);
    expect(shown).toEqual(['/counter/?x=1']);
  });

  it('is taken from the address even when it is none', () => {
    const store = tokenStore(memory());
    const shown: string[] = [];
    takeFromAddress(
      {
        location: { hash: '#token=%00', pathname: '/counter/', search: '' },
        history: { replaceState: (_data, _title, url) => void shown.push(String(url)) },
      },
      store,
    );
    expect(store.read()).toBeNull();
    expect(shown).toEqual(['/counter/']);
  });
});
