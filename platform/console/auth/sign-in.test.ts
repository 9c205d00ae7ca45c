import { parseOptions } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { secretHash } from '../../secret-hash.ts';
import { consoleParts, emptyConsole, type Parts } from '../testing/parts.ts';
import { PASSWORD, person } from '../testing/people.ts';
import { changePassword } from './change-password.ts';
import { ADDRESS_FAILURES, ADDRESS_WINDOW_MS } from './lockout.ts';
import { ABSOLUTE_MS, findSession, IDLE_MS, touchSession } from './sessions.ts';
import { signIn } from './sign-in.ts';

const MINUTE = 60_000;
let parts: Parts;
beforeAll(async () => {
  parts = await consoleParts();
});
beforeEach(() => emptyConsole(parts.hub));
afterAll(() => parts.close());

const attempt = (login: string, password: string, ip = '10.0.0.5') =>
  signIn(parts.hub, { login, password }, { ip, oldSession: null });

async function admitted(login: string): Promise<string> {
  const answer = await attempt(login, PASSWORD);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.secret;
}
const codes = (answers: Awaited<ReturnType<typeof attempt>>[]) =>
  answers.map((a) => (a.ok ? 'ok' : a.error.code));
const audited = () =>
  parts.hub.db.selectFrom('audit').select(['actor', 'action', 'result', 'detail']).orderBy('id').execute();

describe('a password', () => {
  it('that is right opens a session, in whatever case the login is typed', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    const answer = await attempt('  Chen ', PASSWORD);
    expect(answer).toMatchObject({ ok: true, value: { user: { login: 'chen', role: 'rating' } } });
    if (!answer.ok) return;
    expect(await findSession(parts.hub, secretHash(answer.value.secret))).toMatchObject({
      user: { login: 'chen', mustChangePassword: false },
    });
    expect(await audited()).toEqual([{ actor: 'chen', action: 'session.login', result: 'ok', detail: {} }]);
  });

  it('kept with older parameters is hashed anew at sign-in', async () => {
    const id = await person(parts.hub, { login: 'chen', role: 'rating' });
    await admitted('chen');
    const { password_hash } = await parts.hub.db
      .selectFrom('console_user')
      .select('password_hash')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(parseOptions(password_hash).memoryCost).toBe(32 * 1024);
    await admitted('chen');
  });

  it.each([
    ['wrong', 'chen', 'Wrong-password-1'],
    ['empty', 'chen', ''],
    ['of nobody', 'nobody.here', PASSWORD],
    ['of a disabled account', 'gone', PASSWORD],
    ['with an injection', `chen' or '1'='1`, PASSWORD],
    ['with a NUL', 'chen\0', PASSWORD],
    ['with a lone surrogate', '\ud800', PASSWORD],
  ])('that is %s gets the same answer', async (_name, login, password) => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    await person(parts.hub, { login: 'gone', role: 'rating', disabled: true });
    expect(await attempt(login, password)).toEqual({ ok: false, error: { code: 'auth.failed' } });
  });

  it('is never in the audit log, nor is a login that nobody has', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    await attempt('chen', 'Wrong-password-1');
    await attempt('typed-my-password', 'x');
    const rows = await audited();
    expect(rows).toEqual([
      { actor: 'chen', action: 'session.login', result: 'refused', detail: { reason: 'password' } },
      { actor: '-', action: 'session.login', result: 'refused', detail: { reason: 'unknown' } },
    ]);
    expect(JSON.stringify(await parts.hub.db.selectFrom('audit').selectAll().execute())).not.toContain(
      'typed',
    );
  });
});

describe('lock-out', () => {
  it.each(['chen', 'nobody'])('of %s after five failures, for ten minutes, then twenty', async (login) => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    const five = async () => {
      const answers = [];
      for (let i = 0; i < 5; i += 1) answers.push(await attempt(login, 'Wrong-password-1', `10.0.1.${i}`));
      return codes(answers);
    };
    const failed = ['auth.failed', 'auth.failed', 'auth.failed', 'auth.failed', 'auth.locked'];
    expect(await five()).toEqual(failed);
    parts.pass(10 * MINUTE - 1);
    expect(codes([await attempt(login, PASSWORD)])).toEqual(['auth.locked']);
    parts.pass(1);
    expect(await five()).toEqual(failed);
    parts.pass(20 * MINUTE - 1);
    expect(codes([await attempt(login, PASSWORD)])).toEqual(['auth.locked']);
    parts.pass(1);
    expect(codes([await attempt(login, PASSWORD)])).toEqual([login === 'chen' ? 'ok' : 'auth.failed']);
  });

  it('starts anew after a right password', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 4; i += 1) await attempt('chen', 'Wrong-password-1');
      await admitted('chen');
    }
  });

  it('is audited when it begins', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    for (let i = 0; i < 6; i += 1) await attempt('chen', 'Wrong-password-1');
    const rows = await audited();
    expect(rows.map((r) => r.action).filter((a) => a === 'session.lock')).toHaveLength(1);
    expect(rows.at(-1)).toMatchObject({ action: 'session.login', detail: { reason: 'locked' } });
  });

  it('lets a burst of guesses at once through no more than five', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    const answers = codes(
      await Promise.all(
        Array.from({ length: 25 }, (_, i) => attempt('chen', 'Wrong-password-1', `10.0.2.${i}`)),
      ),
    );
    expect(answers.filter((c) => c === 'auth.failed')).toHaveLength(4);
    expect(answers.filter((c) => c === 'auth.locked')).toHaveLength(21);
  });

  it('of an address after thirty failures, whatever the logins, until its window is over', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    for (let i = 0; i < ADDRESS_FAILURES; i += 1)
      expect(codes([await attempt(`user${i}`, 'x', '10.9.9.9')])).toEqual(['auth.failed']);
    expect(codes([await attempt('chen', PASSWORD, '10.9.9.9')])).toEqual(['rate.limited']);
    expect(codes([await attempt('chen', PASSWORD, '10.9.9.8')])).toEqual(['ok']);
    parts.pass(ADDRESS_WINDOW_MS);
    expect(codes([await attempt('chen', PASSWORD, '10.9.9.9')])).toEqual(['ok']);
  });

  it('does not count right passwords against an address', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    for (let i = 0; i < ADDRESS_FAILURES + 5; i += 1) await admitted('chen');
  });
});

describe('a session', () => {
  it('ends after half an hour without a call, and lives on with calls, but not beyond twelve hours', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    const key = secretHash(await admitted('chen'));
    const lives = async () => (await findSession(parts.hub, key)) !== null;
    parts.pass(IDLE_MS - 1);
    expect(await lives()).toBe(true);
    await touchSession(parts.hub, key);
    parts.pass(IDLE_MS - 1);
    expect(await lives()).toBe(true);
    parts.pass(1);
    expect(await lives()).toBe(false);

    const long = secretHash(await admitted('chen'));
    for (let t = 0; t < ABSOLUTE_MS - IDLE_MS; t += IDLE_MS / 2) {
      parts.pass(IDLE_MS / 2);
      await touchSession(parts.hub, long);
    }
    parts.pass(IDLE_MS / 2);
    expect(await findSession(parts.hub, long)).not.toBeNull();
    await touchSession(parts.hub, long);
    parts.pass(IDLE_MS / 2);
    expect(await findSession(parts.hub, long)).toBeNull();
  });

  it('is kept as a hash alone', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    const secret = await admitted('chen');
    const row = await parts.hub.db.selectFrom('console_session').selectAll().executeTakeFirstOrThrow();
    expect(row.token_sha256).toEqual(secretHash(secret));
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('gives way to the one of a new sign-in', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    const old = secretHash(await admitted('chen'));
    await signIn(parts.hub, { login: 'chen', password: PASSWORD }, { ip: '10.0.0.5', oldSession: old });
    expect(await findSession(parts.hub, old)).toBeNull();
  });

  it('that is over is swept at a later sign-in', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    await admitted('chen');
    parts.pass(IDLE_MS);
    await admitted('chen');
    expect(await parts.hub.db.selectFrom('console_session').selectAll().execute()).toHaveLength(1);
  });
});

describe('changing the password', () => {
  const NEXT = 'Baihe-Guangchang-9';
  const change = async (given: { current: string; next: string }, secret: string) => {
    const session = await findSession(parts.hub, secretHash(secret));
    if (!session) throw new Error('no session');
    return changePassword(parts.hub, session.user, given, '10.0.0.5');
  };

  it('ends every session and opens a new one', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating', mustChange: true });
    const here = await admitted('chen');
    const elsewhere = await admitted('chen');
    const answer = await change({ current: PASSWORD, next: NEXT }, here);
    expect(await findSession(parts.hub, secretHash(here))).toBeNull();
    expect(await findSession(parts.hub, secretHash(elsewhere))).toBeNull();
    if (!answer.ok) throw new Error(answer.error.code);
    expect(await findSession(parts.hub, secretHash(answer.value.secret))).toMatchObject({
      user: { mustChangePassword: false },
    });
    expect(codes([await attempt('chen', PASSWORD), await attempt('chen', NEXT)])).toEqual([
      'auth.failed',
      'ok',
    ]);
  });

  it('needs the present one, and locks like a sign-in', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    const secret = await admitted('chen');
    const answers = [];
    for (let i = 0; i < 6; i += 1)
      answers.push(await change({ current: 'Wrong-password-1', next: NEXT }, secret));
    expect(answers.map((a) => (a.ok ? 'ok' : a.error.code))).toEqual([
      ...Array(4).fill('auth.failed'),
      'auth.locked',
      'auth.locked',
    ]);
  });

  it.each([
    ['the same', PASSWORD],
    ['one around the login', 'Chen.wei-2026x'],
  ])('refuses %s', async (_name, next) => {
    await person(parts.hub, { login: 'chen.wei', role: 'rating' });
    const secret = await admitted('chen.wei');
    expect(await change({ current: PASSWORD, next }, secret)).toEqual({
      ok: false,
      error: { code: 'password.weak' },
    });
  });

  it('of two at once lets one through', async () => {
    await person(parts.hub, { login: 'chen', role: 'rating' });
    const secret = await admitted('chen');
    const answers = await Promise.all([
      change({ current: PASSWORD, next: NEXT }, secret),
      change({ current: PASSWORD, next: `${NEXT}!` }, secret),
    ]);
    expect(answers.filter((a) => a.ok)).toHaveLength(1);
    expect(await parts.hub.db.selectFrom('console_session').selectAll().execute()).toHaveLength(1);
  });
});
