import { expect, test } from 'vitest';
import { virtualTime } from '../contracts/testing/virtual-time.ts';
import { createStaffCheck, hashSecret, PIN_LOCK_MS, PIN_TRIES } from './staff-pin.ts';

const staffPin = hashSecret('246810', new Uint8Array(16).fill(7));
const staffBadges = [
  hashSecret('STAFF-0001', new Uint8Array(16).fill(1)),
  hashSecret('STAFF-0002', new Uint8Array(16).fill(2)),
];

test('the right PIN opens, a wrong one does not', () => {
  const check = createStaffCheck({ staffPin, staffBadges }, virtualTime().clock);
  expect(check.pin('246811')).toMatchObject({ ok: false, error: { code: 'pin.wrong' } });
  expect(check.pin('246810')).toEqual({ ok: true, value: null });
});

test('every badge opens, another code does not', async () => {
  const check = createStaffCheck({ staffPin, staffBadges }, virtualTime().clock);
  expect((await check.badge('STAFF-0001')).ok).toBe(true);
  expect((await check.badge('STAFF-0002')).ok).toBe(true);
  expect(await check.badge('STAFF-0003')).toMatchObject({ error: { code: 'badge.wrong' } });
});

test('five wrong ones, whichever, lock even the right ones out, for five minutes', async () => {
  const time = virtualTime();
  const check = createStaffCheck({ staffPin, staffBadges }, time.clock);
  for (let i = 2; i < PIN_TRIES; i += 1) check.pin('0000');
  expect(await check.badge('nobody')).toMatchObject({ error: { code: 'badge.wrong' } });
  expect(check.pin('0000')).toMatchObject({ error: { code: 'pin.locked' } });
  expect(check.pin('246810')).toMatchObject({ error: { code: 'pin.locked' } });
  expect(await check.badge('STAFF-0001')).toMatchObject({ error: { code: 'pin.locked' } });
  await time.advance(PIN_LOCK_MS);
  expect(check.pin('246810').ok).toBe(true);
  expect((await check.badge('STAFF-0001')).ok).toBe(true);
});

test('a badge that is being checked when the lock falls opens nothing', async () => {
  const check = createStaffCheck({ staffPin, staffBadges }, virtualTime().clock);
  const badge = check.badge('STAFF-0002');
  for (let i = 0; i < PIN_TRIES; i += 1) check.pin('0000');
  expect(await badge).toMatchObject({ error: { code: 'pin.locked' } });
});

test('what is not configured opens for nobody', async () => {
  const check = createStaffCheck({ staffBadges: [] }, virtualTime().clock);
  expect(check.pin('0000').ok).toBe(false);
  expect((await check.badge('STAFF-0001')).ok).toBe(false);
});
