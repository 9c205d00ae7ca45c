import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, caller } from '../testing/caller.ts';
import { emptyConsole } from '../testing/parts.ts';
import { PASSWORD, person } from '../testing/people.ts';
import { type ConsoleServer, consoleServer } from '../testing/server.ts';
import { bootstrapAdmin } from './bootstrap.ts';
import { createAdminCommand } from './create-admin.ts';

const NEXT = 'Baihe-Guangchang-9';
let server: ConsoleServer;
let admin: Caller;
let adminId: string;

beforeAll(async () => {
  server = await consoleServer();
});
beforeEach(async () => {
  await emptyConsole(server.hub);
  adminId = await person(server.hub, { login: 'chief', role: 'admin' });
  admin = caller(server.url);
  await admin.signIn('chief');
});
afterAll(() => server.close());

const update = (id: string, change: object, by = admin) =>
  by.call(`PATCH /console/users/${id}`, { body: change });
const lastAudit = async (action: string) =>
  server.hub.db
    .selectFrom('audit')
    .select(['actor', 'target', 'detail', 'ip'])
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .executeTakeFirst();

describe('a new account', () => {
  const given = { login: 'wang.li', name: '王丽', role: 'rating', password: PASSWORD };

  it('has to change its password, is listed, and is audited without its name', async () => {
    const { status, body } = await admin.call('POST /console/users', { body: given });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(String),
      login: 'wang.li',
      name: '王丽',
      role: 'rating',
      disabled: false,
      lockedUntilMs: null,
      lastLoginMs: null,
    });
    const audit = await lastAudit('user.create');
    expect(audit).toMatchObject({
      actor: 'chief',
      target: body.id,
      detail: { login: 'wang.li', role: 'rating' },
    });
    expect(JSON.stringify(audit)).not.toMatch(/王丽|Pingdingshan/);
    expect((await caller(server.url).signIn('wang.li')).body.mustChangePassword).toBe(true);
    const { body: list } = await admin.call('GET /console/users');
    expect(list.map((u: { login: string }) => u.login)).toEqual(['chief', 'wang.li']);
    expect(JSON.stringify(list)).not.toContain('argon2');
  });

  it.each<[string, object, number, string | undefined]>([
    ['a login that there is', { login: 'chief' }, 409, 'user.exists'],
    ['the hub’s own name', { login: 'hub' }, 409, 'user.exists'],
    ['a password around the login', { password: 'x9-Wang.Li-x9' }, 400, 'password.weak'],
    ['a short password', { password: 'Short-1' }, 400, undefined],
    ['a login in capitals', { login: 'Wang' }, 400, undefined],
    ['a login with an injection', { login: `w'; drop table audit` }, 400, undefined],
    ['a role that is none', { role: 'root' }, 400, undefined],
    ['a name of two lines', { name: 'a\nb' }, 400, undefined],
  ])('is refused with %s', async (_name, change, status, code) => {
    const answer = await admin.call('POST /console/users', { body: { ...given, ...change } });
    expect(answer.status).toBe(status);
    if (code) expect(answer.body.code).toBe(code);
  });

  it('is made once when asked for twice at once', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => admin.call('POST /console/users', { body: given })),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409]);
  });
});

describe('a change', () => {
  it('of the role holds at the next call', async () => {
    const id = await person(server.hub, { login: 'wang', role: 'technician' });
    const browser = caller(server.url);
    await browser.signIn('wang');
    expect((await browser.call('GET /console/users')).status).toBe(403);
    expect((await update(id, { role: 'admin' })).body.role).toBe('admin');
    expect((await browser.call('GET /console/users')).status).toBe(200);
    expect((await lastAudit('user.update'))?.detail).toEqual({
      login: 'wang',
      role: 'admin',
      roleBefore: 'technician',
    });
  });

  it('to disabled ends every session', async () => {
    const id = await person(server.hub, { login: 'wang', role: 'viewer' });
    const browser = caller(server.url);
    await browser.signIn('wang');
    expect((await update(id, { disabled: true })).body.disabled).toBe(true);
    expect((await browser.call('GET /console/me')).status).toBe(401);
    expect((await caller(server.url).signIn('wang')).body.code).toBe('auth.failed');
    await update(id, { disabled: false });
    expect((await caller(server.url).signIn('wang')).status).toBe(200);
  });

  it('of the password ends sessions and lock-out, and is due to be changed', async () => {
    const id = await person(server.hub, { login: 'wang', role: 'viewer' });
    const browser = caller(server.url);
    await browser.signIn('wang');
    for (let i = 0; i < 5; i += 1) await caller(server.url).signIn('wang', 'Wrong-password-1');
    await update(id, { password: NEXT });
    expect((await browser.call('GET /console/me')).status).toBe(401);
    expect((await caller(server.url).signIn('wang', NEXT)).body.mustChangePassword).toBe(true);
    expect(JSON.stringify(await lastAudit('user.update'))).not.toContain(NEXT);
  });

  it('unlocks', async () => {
    const id = await person(server.hub, { login: 'wang', role: 'viewer' });
    for (let i = 0; i < 5; i += 1) await caller(server.url).signIn('wang', 'Wrong-password-1');
    const locked = (await admin.call('GET /console/users')).body.find(
      (u: { login: string }) => u.login === 'wang',
    );
    expect(locked.lockedUntilMs).toBeGreaterThan(server.hub.now().getTime());
    expect((await update(id, { unlock: true })).body.lockedUntilMs).toBeNull();
    expect((await caller(server.url).signIn('wang')).status).toBe(200);
  });

  it.each<[string, object]>([
    ['his role', { role: 'viewer' }],
    ['his account', { disabled: true }],
    ['his password', { password: NEXT }],
  ])('by an admin of %s is refused', async (_name, change) => {
    await person(server.hub, { login: 'deputy', role: 'admin' });
    const { status, body } = await update(adminId, change);
    expect({ status, body }).toMatchObject({
      status: 403,
      body: { code: 'auth.forbidden', data: { detail: 'ownAccount' } },
    });
  });

  it('never leaves a hall without an admin: of two who demote each other at once, one stays', async () => {
    const deputyId = await person(server.hub, { login: 'deputy', role: 'admin' });
    const deputy = caller(server.url);
    await deputy.signIn('deputy');
    const answers = await Promise.all([
      update(deputyId, { role: 'viewer' }),
      update(adminId, { disabled: true }, deputy),
    ]);
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
    const left = await server.hub.db
      .selectFrom('console_user')
      .select('id')
      .where('role', '=', 'admin')
      .where('disabled', '=', false)
      .execute();
    expect(left).toHaveLength(1);
  });

  it('of nobody is refused', async () => {
    expect((await update(server.hub.newId(), { name: 'x' })).body.code).toBe('not.found');
  });
});

describe('an admin made by the hub itself', () => {
  it('can sign in at once', async () => {
    const made = await bootstrapAdmin(server.hub, 'first', '首任管理员', NEXT);
    expect(made).toMatchObject({ ok: true, value: { login: 'first', role: 'admin' } });
    expect((await caller(server.url).signIn('first', NEXT)).body).toMatchObject({
      role: 'admin',
      mustChangePassword: false,
    });
    expect(await lastAudit('user.create')).toMatchObject({ actor: 'hub', ip: null });
  });

  it.each([
    ['a bad login', 'First', 'Name', NEXT, 'input.invalid'],
    ['a bad name', 'first', '', NEXT, 'input.invalid'],
    ['a weak password', 'first', 'Name', 'weak', 'password.weak'],
    ['a login that there is', 'chief', 'Name', NEXT, 'user.exists'],
  ])('is refused with %s', async (_name, login, name, password, code) => {
    expect(await bootstrapAdmin(server.hub, login, name, password)).toMatchObject({
      ok: false,
      error: { code },
    });
  });
});

describe('the command', () => {
  async function run(args: string[], password: string) {
    const said: string[] = [];
    const code = await createAdminCommand({
      args,
      env: { DATABASE_URL: server.connectionString },
      say: (line) => said.push(line),
      readLine: async () => password,
    });
    return { code, said: said.join('\n') };
  }

  it('makes an admin with a password that is not on the command line', async () => {
    expect(await run(['--login', 'first', '--name', '首任管理员'], NEXT)).toEqual({
      code: 0,
      said: 'Admin first: done.',
    });
    expect((await caller(server.url).signIn('first', NEXT)).status).toBe(200);
  });

  it('gives a locked-out admin a new password', async () => {
    await server.hub.db
      .updateTable('console_user')
      .set({ disabled: true })
      .where('id', '=', adminId)
      .execute();
    expect((await run(['--login', 'chief', '--reset'], NEXT)).code).toBe(0);
    expect((await caller(server.url).signIn('chief', NEXT)).body.mustChangePassword).toBe(true);
  });

  it.each([
    ['a login that there is', ['--login', 'chief', '--name', 'x'], NEXT, 1, '--reset'],
    ['a weak password', ['--login', 'first', '--name', 'x'], 'weak', 1, '10 characters'],
    ['a reset of nobody', ['--login', 'nobody', '--reset'], NEXT, 1, 'no admin'],
    ['no name', ['--login', 'first'], NEXT, 2, 'Usage'],
    [
      'a password on the command line',
      ['--login', 'first', '--name', 'x', '--password', NEXT],
      NEXT,
      2,
      'Usage',
    ],
  ])('refuses %s in one line', async (_name, args, password, code, part) => {
    const done = await run(args, password);
    expect(done.code).toBe(code);
    expect(done.said).toContain(part);
    expect(done.said).not.toContain(NEXT);
  });
});
