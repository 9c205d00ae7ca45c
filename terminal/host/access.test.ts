import { expect, test } from 'vitest';
import { createAccess } from './access.ts';

const key = new Uint8Array(32).fill(1);

test('a token opens once', () => {
  const access = createAccess(key, () => undefined);
  const token = access.token();
  expect(access.redeem('nonsense')).toBe(false);
  expect(access.redeem(token)).toBe(true);
  expect(access.redeem(token)).toBe(false);
  expect(access.redeem(access.token())).toBe(true);
});

test('a cookie outlives a restart of the service and is bound to the key', () => {
  const cookie = createAccess(key, () => undefined).cookie();
  expect(createAccess(key, () => undefined).accepts(cookie)).toBe(true);
  expect(createAccess(new Uint8Array(32), () => undefined).accepts(cookie)).toBe(false);
});

test.each([undefined, '', '.', 'a.b', 'a.b.c', '..'])('refuses the cookie %o', (cookie) => {
  expect(createAccess(key, () => undefined).accepts(cookie)).toBe(false);
});
