import { describe, expect, it } from 'vitest';
import { login, may, newPassword, PERMISSIONS, type Permission, role } from './console-api.ts';

const permissions = Object.keys(PERMISSIONS) as Permission[];
const granted = (r: (typeof role.options)[number]) => permissions.filter((p) => may(r, p));

describe('who may do what', () => {
  it('an administrator may everything', () => expect(granted('admin')).toEqual(permissions));
  it('a rating officer reads ratings with their words, and materials', () =>
    expect(granted('rating')).toEqual(['ratings.read', 'ratings.readText', 'materials.read']));
  it('a clerk handles cases, bookings, petitions and calls for help, and reads materials', () =>
    expect(granted('clerk')).toEqual([
      'cases.read',
      'cases.handle',
      'bookings.read',
      'bookings.handle',
      'help.take',
      'petitions.read',
      'petitions.handle',
      'materials.read',
    ]));
  it('a technician sees terminals alone, and goes to whoever calls', () =>
    expect(granted('technician')).toEqual(['help.take', 'terminals.read', 'terminals.manage']));
  it('a viewer changes nothing and reads no words', () =>
    expect(granted('viewer')).toEqual(['ratings.read', 'terminals.read']));
  it('names only roles that there are', () => {
    for (const roles of Object.values(PERMISSIONS)) for (const r of roles) expect(role.options).toContain(r);
  });
});

describe('a new password', () => {
  it.each(['Pingding-2026', 'lowercase-only-1', 'ABCDEFGH1!', '密码abcDEF123'])(
    '%s is strong enough',
    (p) => {
      expect(newPassword.safeParse(p).success).toBe(true);
    },
  );
  it.each([
    '',
    'Short-1',
    'alllowercase',
    'lowercase123',
    'ONLYUPPER12',
    '1234567890',
    `Aa1${'x'.repeat(198)}`,
  ])('%s is refused', (p) => expect(newPassword.safeParse(p).success).toBe(false));
});

describe('a login', () => {
  it.each(['admin.demo', 'li', 'zhang_3-b'])('%s fits', (l) => expect(login.safeParse(l).success).toBe(true));
  it.each(['', 'a', 'Admin', '1abc', 'a b', `a${'b'.repeat(40)}`, '管理员'])('%s is refused', (l) =>
    expect(login.safeParse(l).success).toBe(false),
  );
});
