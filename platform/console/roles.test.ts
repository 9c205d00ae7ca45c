import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS, type Permission, type Role, role } from '../../contracts/hub/console-api.ts';
import { type Caller, caller } from './testing/caller.ts';
import { PASSWORD, person } from './testing/people.ts';
import { type ConsoleServer, consoleServer } from './testing/server.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** Every route, the permission it needs (null = signed in), and what it answers to who may. */
const routes: [route: string, needs: Permission | null, body: unknown, answer: number][] = [
  ['GET /console/me', null, undefined, 200],
  ['GET /console/places', null, undefined, 200],
  ['POST /console/ratings/search', 'ratings.read', { filter: {} }, 200],
  ['POST /console/ratings/summary', 'ratings.read', { filter: {} }, 200],
  [`GET /console/ratings/${NOWHERE}`, 'ratings.read', undefined, 404],
  ['GET /console/cases/WD2026-0001/ratings', 'ratings.read', undefined, 200],
  ['POST /console/materials/search', 'materials.read', { filter: {} }, 200],
  [`GET /console/applications/${NOWHERE}`, 'materials.read', undefined, 404],
  [
    `POST /console/applications/${NOWHERE}/materials/${NOWHERE}/look`,
    'materials.read',
    { purpose: 'view' },
    404,
  ],
  [`POST /console/applications/${NOWHERE}/export`, 'materials.export', {}, 404],
  [
    `POST /console/applications/${NOWHERE}/hold`,
    'materials.hold',
    { hold: true, reason: 'court order' },
    404,
  ],
  ['POST /console/bookings/day', 'bookings.read', { day: '2026-12-01' }, 200],
  [`POST /console/bookings/${NOWHERE}/contact`, 'bookings.handle', {}, 404],
  [`POST /console/bookings/${NOWHERE}/mark`, 'bookings.handle', { as: 'used' }, 404],
  [
    'POST /console/bookings/close-day',
    'bookings.manage',
    { day: '2026-12-01', matterId: null, reason: { zh: '停办', en: 'closed' } },
    200,
  ],
  ['POST /console/bookings/open-day', 'bookings.manage', { day: '2026-12-02', matterId: null }, 404],
  ['GET /console/queues', 'bookings.read', undefined, 200],
  ['POST /console/queues/none/call', 'bookings.handle', {}, 404],
  ['GET /console/help', 'help.take', undefined, 200],
  [`POST /console/help/${NOWHERE}/take`, 'help.take', {}, 404],
  ['POST /console/petitions/search', 'petitions.read', { filter: {} }, 200],
  [`GET /console/petitions/${NOWHERE}`, 'petitions.read', undefined, 404],
  [`POST /console/petitions/${NOWHERE}/reveal`, 'petitions.handle', {}, 404],
  [`POST /console/petitions/${NOWHERE}/answer`, 'petitions.handle', { text: '已经核实' }, 404],
  [`POST /console/petitions/${NOWHERE}/note`, 'petitions.handle', {}, 404],
  ['POST /console/cases/search', 'cases.read', { filter: {} }, 200],
  [`GET /console/applications/${NOWHERE}/case`, 'cases.read', undefined, 404],
  [`POST /console/applications/${NOWHERE}/reveal`, 'cases.read', {}, 404],
  ['POST /console/cases/WD2026-0001/act', 'cases.handle', { act: { action: 'accept' } }, 404],
  ['GET /console/terminals', 'terminals.read', undefined, 200],
  ['POST /console/terminals', 'terminals.manage', { terminalId: 'pad-01', windowId: 'w1' }, 200],
  ['POST /console/terminals/pad-01/revoke', 'terminals.manage', {}, 200],
  ['POST /console/windows/w1/counter-token', 'terminals.manage', {}, 200],
  ['GET /console/users', 'users.manage', undefined, 200],
  [
    'POST /console/users',
    'users.manage',
    { login: 'twice', name: 'x', role: 'viewer', password: PASSWORD },
    409,
  ],
  [`PATCH /console/users/${NOWHERE}`, 'users.manage', { name: 'x' }, 404],
  ['POST /console/audit/search', 'audit.read', {}, 200],
];

let server: ConsoleServer;
const callers = new Map<Role, Caller>();

beforeAll(async () => {
  server = await consoleServer();
  await person(server.hub, { login: 'twice', role: 'viewer' });
  for (const r of role.options) {
    await person(server.hub, { login: `a.${r}`, role: r });
    const browser = caller(server.url);
    expect((await browser.signIn(`a.${r}`)).status).toBe(200);
    callers.set(r, browser);
  }
});
afterAll(() => server.close());

describe.each(routes)('%s', (route, needs, body, answer) => {
  const options = body === undefined ? {} : { body };

  it.each(role.options)('as %s', async (r) => {
    const allowed = needs === null || (PERMISSIONS[needs] as readonly Role[]).includes(r);
    const { status, body: said } = (await callers.get(r)?.call(route, options)) ?? {};
    expect(status).toBe(allowed ? answer : 403);
    if (!allowed) expect(said.code).toBe('auth.forbidden');
  });

  it('without a session', async () => {
    const { status, body: said } = await caller(server.url).call(route, options);
    expect({ status, code: said.code }).toEqual({ status: 401, code: 'auth.required' });
  });

  it('from another site', async () => {
    const foreign = { headers: { origin: 'http://evil.example' } };
    const { status, body: said } =
      (await callers.get('admin')?.call(route, { ...options, ...foreign })) ?? {};
    expect({ status, code: said.code }).toEqual({ status: 403, code: 'auth.csrf' });
  });

  it('without the console’s mark', async () => {
    const bare = { headers: { 'x-hall-console': undefined } };
    const { body: said } = (await callers.get('admin')?.call(route, { ...options, ...bare })) ?? {};
    expect(said.code).toBe('auth.csrf');
  });
});

it('audits every access that was refused to somebody signed in', async () => {
  const refusedTo = await server.hub.db
    .selectFrom('audit')
    .select(['actor', 'target', 'detail'])
    .where('action', '=', 'access.refused')
    .execute();
  const expected = routes.flatMap(([, needs]) =>
    needs === null ? [] : role.options.filter((r) => !(PERMISSIONS[needs] as readonly Role[]).includes(r)),
  );
  expect(refusedTo).toHaveLength(expected.length);
  expect(refusedTo[0]?.detail).toHaveProperty('permission');
});
