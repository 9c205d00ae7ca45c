import { expect, test } from 'vitest';
import type { Clock } from '../contracts/clock.ts';
import { createPinCheck, hashPin, PIN_LOCK_MS, PIN_TRIES } from './staff-pin.ts';

const at = (now: { ms: number }): Clock => ({ wallMs: () => 0, boottimeMs: () => now.ms, bootId: 'b' });
const stored = hashPin('246810', new Uint8Array(16).fill(7));

test('the right PIN opens, a wrong one does not', () => {
  const check = createPinCheck(stored, at({ ms: 0 }));
  expect(check('246811')).toMatchObject({ ok: false, error: { code: 'pin.wrong' } });
  expect(check('246810')).toEqual({ ok: true, value: null });
});

test('five wrong PINs lock even the right one out, for five minutes', () => {
  const now = { ms: 0 };
  const check = createPinCheck(stored, at(now));
  for (let i = 1; i < PIN_TRIES; i += 1) check('0000');
  expect(check('0000')).toMatchObject({ error: { code: 'pin.locked' } });
  expect(check('246810')).toMatchObject({ error: { code: 'pin.locked' } });
  now.ms = PIN_LOCK_MS;
  expect(check('246810').ok).toBe(true);
});

test('without a configured PIN nobody leaves', () => {
  expect(createPinCheck(undefined, at({ ms: 0 }))('0000').ok).toBe(false);
});
