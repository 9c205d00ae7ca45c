import { describe, expect, it } from 'vitest';
import { refuseChange, type UserChange } from './accounts.ts';

const admin = { id: 'a', login: 'chen', role: 'admin' as const, disabled: false };
const viewer = { id: 'v', login: 'wang', role: 'viewer' as const, disabled: false };
const byOther = (...admins: string[]) => ({ by: 'li', admins });

describe('refuseChange', () => {
  it.each<[string, typeof admin | typeof viewer, UserChange, ReturnType<typeof byOther>, string | null]>([
    ['demoting the last admin', admin, { role: 'viewer' }, byOther('a'), 'lastAdmin'],
    ['disabling the last admin', admin, { disabled: true }, byOther('a'), 'lastAdmin'],
    ['demoting one of two admins', admin, { role: 'viewer' }, byOther('a', 'b'), null],
    ['renaming the last admin', admin, { name: 'New', role: 'admin', disabled: false }, byOther('a'), null],
    ['unlocking oneself', admin, { unlock: true }, { by: 'chen', admins: ['a'] }, null],
    ['demoting oneself', admin, { role: 'rating' }, { by: 'chen', admins: ['a', 'b'] }, 'ownAccount'],
    ['disabling oneself', admin, { disabled: true }, { by: 'chen', admins: ['a', 'b'] }, 'ownAccount'],
    [
      'resetting one’s own password',
      admin,
      { password: 'x' },
      { by: 'chen', admins: ['a', 'b'] },
      'ownAccount',
    ],
    ['disabling a viewer', viewer, { disabled: true }, byOther('a'), null],
    ['promoting a viewer', viewer, { role: 'admin' }, byOther('a'), null],
  ])('%s', (_name, was, change, at, expected) => {
    expect(refuseChange(was, change, at)).toBe(expected);
  });
});
