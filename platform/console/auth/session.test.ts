import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../testing/caller.ts';
import { PASSWORD, person } from '../testing/people.ts';
import { type ConsoleServer, consoleServer } from '../testing/server.ts';
import { IDLE_MS } from './sessions.ts';

let server: ConsoleServer;
let count = 0;
beforeAll(async () => {
  server = await consoleServer();
});
afterAll(() => server.close());

/** A browser, and an account of its own. */
async function visitor(changes: { mustChange?: boolean } = {}) {
  count += 1;
  const login = `user${count}`;
  const id = await person(server.hub, { login, role: 'viewer', ...changes });
  return { id, login, browser: caller(server.url) };
}

describe('the session cookie', () => {
  it('is set at sign-in, out of reach of scripts and other sites, and tells who one is', async () => {
    const { login, browser } = await visitor();
    const { status, body, headers } = await browser.signIn(login);
    expect(status).toBe(200);
    expect(body).toMatchObject({ login, role: 'viewer', mustChangePassword: false, idleMs: IDLE_MS });
    expect(headers.get('set-cookie')).toMatch(
      /^hall_session=[A-Za-z0-9_-]{43}; Path=\/v1; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/,
    );
    expect(JSON.stringify(body)).not.toContain('hash');
    expect((await browser.call('GET /console/me')).body).toEqual(body);
  });

  it('is another at each sign-in, and the old one is worth nothing', async () => {
    const { login, browser } = await visitor();
    await browser.signIn(login);
    const old = browser.cookie();
    await browser.signIn(login);
    expect(browser.cookie()).not.toBe(old);
    const { status } = await browser.call('GET /console/me', { headers: { cookie: old } });
    expect(status).toBe(401);
  });

  it('cannot be chosen from outside', async () => {
    const { login, browser } = await visitor();
    const chosen = `hall_session=${'A'.repeat(43)}`;
    await browser.call('POST /console/login', {
      body: { login, password: PASSWORD },
      headers: { cookie: chosen },
    });
    expect(browser.cookie()).not.toBe(chosen);
    expect((await browser.call('GET /console/me', { headers: { cookie: chosen } })).status).toBe(401);
  });

  it('ends with the idle time, at every call anew', async () => {
    const { login, browser } = await visitor();
    await browser.signIn(login);
    for (let i = 0; i < 3; i += 1) {
      server.pass(IDLE_MS - 1000);
      expect((await browser.call('GET /console/me')).status).toBe(200);
    }
    server.pass(IDLE_MS);
    const { status, body } = await browser.call('GET /console/me');
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.required' });
  });

  it('goes with signing out, also when the session is over already', async () => {
    const { login, browser } = await visitor();
    await browser.signIn(login);
    const cookie = browser.cookie();
    const out = await browser.call('POST /console/logout', { body: {} });
    expect(out.status).toBe(200);
    expect(out.headers.get('set-cookie')).toContain('hall_session=; Path=/v1');
    expect((await browser.call('GET /console/me', { headers: { cookie } })).status).toBe(401);
    expect((await browser.call('POST /console/logout', { body: {}, headers: { cookie } })).status).toBe(200);
    const outs = await server.hub.db
      .selectFrom('audit')
      .select('action')
      .where('actor', '=', login)
      .where('action', '=', 'session.logout')
      .execute();
    expect(outs).toHaveLength(1);
  });
});

describe('an account that is disabled', () => {
  it('is out at its next call', async () => {
    const { id, login, browser } = await visitor();
    await browser.signIn(login);
    await server.hub.db.updateTable('console_user').set({ disabled: true }).where('id', '=', id).execute();
    expect((await browser.call('GET /console/me')).status).toBe(401);
  });
});

describe('a password that is due to be changed', () => {
  it('leaves nothing but saying who one is, changing it, and signing out', async () => {
    const { login, browser } = await visitor({ mustChange: true });
    expect((await browser.signIn(login)).body.mustChangePassword).toBe(true);
    const shut = await browser.call('POST /console/ratings/search', { body: { filter: {} } });
    expect(shut.body).toMatchObject({ code: 'auth.forbidden', data: { detail: 'mustChangePassword' } });
    expect((await browser.call('GET /console/places')).status).toBe(403);
    expect((await browser.call('GET /console/me')).status).toBe(200);

    const next = 'Baihe-Guangchang-9';
    const changed = await browser.call('POST /console/password', { body: { current: PASSWORD, next } });
    expect(changed.status).toBe(200);
    expect((await browser.call('GET /console/me')).body.mustChangePassword).toBe(false);
    expect((await browser.call('POST /console/ratings/search', { body: { filter: {} } })).status).toBe(200);
    expect((await caller(server.url).signIn(login)).body.code).toBe('auth.failed');
    expect((await caller(server.url).signIn(login, next)).status).toBe(200);
  });

  it.each([
    ['short-A1', 'input.invalid'],
    ['onlylowercase', 'password.weak'],
    ['lowercase-and-sign', 'password.weak'],
    ['1234567890AB', 'password.weak'],
    [PASSWORD, 'password.weak'],
  ])('is not accepted when it is weak or the old one: %s → %s', async (next, code) => {
    const { login, browser } = await visitor();
    await browser.signIn(login);
    const answer = await browser.call('POST /console/password', { body: { current: PASSWORD, next } });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });
});

describe('lock-out over HTTP', () => {
  it('is told as such', async () => {
    const { login } = await visitor();
    for (let i = 0; i < 4; i += 1) {
      const { status, body } = await caller(server.url).signIn(login, 'Wrong-password-1');
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.failed' });
    }
    const fifth = await caller(server.url).signIn(login, 'Wrong-password-1');
    expect({ status: fifth.status, code: fifth.body.code }).toEqual({ status: 423, code: 'auth.locked' });
    expect((await caller(server.url).signIn(login)).body.code).toBe('auth.locked');
  });
});

describe('odd sign-ins', () => {
  it.each([
    ['no body', undefined],
    ['a list', []],
    ['numbers', { login: 1, password: 2 }],
    ['objects', { login: { $gt: '' }, password: { $gt: '' } }],
    ['a long password', { login: 'x', password: 'x'.repeat(201) }],
  ])('%s is refused as bad input', async (_name, body) => {
    const { status } = await caller(server.url).call('POST /console/login', { body: body ?? null });
    expect(status).toBe(400);
  });
  it('from another site is refused before the password is looked at', async () => {
    const { login } = await visitor();
    const { body } = await caller(server.url).call('POST /console/login', {
      body: { login, password: PASSWORD },
      headers: { origin: 'http://evil.example' },
    });
    expect(body.code).toBe('auth.csrf');
  });
});
