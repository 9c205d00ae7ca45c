import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { type Me, may, PAGE, type Permission, type Role } from '../../contracts/hub/console-api.ts';
import { bookingRoutes } from './bookings.ts';
import { type CaseFixture, caseRoutes } from './cases.ts';
import { consoleRoutes } from './console-routes.ts';
import { counterRoutes } from './counter-routes.ts';
import { type FixtureContext, type FixtureState, os, refuse, takeHelp } from './fixture.ts';
import { type MaterialFixture, materialRoutes, serveMaterialBytes } from './materials.ts';
import { type PetitionFixture, petitionRoutes } from './petitions.ts';
import { serveFile } from './static.ts';

/**
 * A hub for looking at the two apps and testing them: the real contract over real HTTP, with generated data and no
 * database. Signing in as `admin`, `clerk`, `rating`, `technician` or `viewer` gives that role, with the password below.
 */
export const PASSWORD = 'Fixture-2026';

export interface FixtureHub {
  url: string;
  state: FixtureState;
  /** `n` further ratings come in. */
  arrive: (n: number) => void;
  /** Ends every session, as the hub does when they run out. */
  expireAll: () => void;
  counter: ReturnType<typeof counterRoutes>['control'];
  materials: MaterialFixture;
  cases: CaseFixture;
  petitions: PetitionFixture;
  close: () => Promise<void>;
}

const IDLE_MS = 15 * 60_000;
const me = (login: string, role: Role): Me => ({
  id: randomUUID(),
  login,
  name: { admin: '周正', clerk: '沈若愚', rating: '何雨晴', technician: '马骏', viewer: '林一帆' }[role],
  role,
  mustChangePassword: false,
  idleMs: IDLE_MS,
});

/** `dist` holds `console/` and `counter/` as built. */
export async function fixtureHub(o: {
  dist: string;
  nowMs?: () => number;
  port?: number;
  ratings?: number;
  pageSize?: number;
}): Promise<FixtureHub> {
  const state: FixtureState = {
    nowMs: o.nowMs ?? Date.now,
    ratings: o.ratings ?? 1_000_000,
    pageSize: o.pageSize ?? PAGE,
    arrived: 0,
    sessions: new Map(),
    empty: false,
    broken: null,
    onArrival: new Set(),
    helpCalls: [],
  };
  const sessionOf = (context: FixtureContext): Me =>
    state.sessions.get(/hall_session=([\w-]+)/.exec(context.cookie ?? '')?.[1] ?? '') ??
    refuse('auth.required');
  const allow = (context: FixtureContext, permission: Permission): Me => {
    const user = sessionOf(context);
    return may(user.role, permission) ? user : refuse('auth.forbidden');
  };

  const auth = {
    login: os.console.auth.login.handler(({ input, context }) => {
      if (input.login === 'locked') return refuse('auth.locked');
      const role = (['admin', 'clerk', 'rating', 'technician', 'viewer', 'new'] as const).find(
        (r) => r === input.login,
      );
      if (!role || input.password !== PASSWORD) return refuse('auth.failed');
      const session = randomUUID();
      const user = {
        ...me(input.login, role === 'new' ? 'viewer' : role),
        mustChangePassword: role === 'new',
      };
      state.sessions.set(session, user);
      context.setCookie(`hall_session=${session}; Path=/; HttpOnly; SameSite=Strict`);
      return user;
    }),
    logout: os.console.auth.logout.handler(({ context }) => {
      context.setCookie('hall_session=; Path=/; Max-Age=0');
      return { serverMs: state.nowMs() };
    }),
    me: os.console.auth.me.handler(({ context }) => sessionOf(context)),
    changePassword: os.console.auth.changePassword.handler(({ input, context }) => {
      const user = sessionOf(context);
      if (input.current !== PASSWORD) return refuse('auth.failed');
      user.mustChangePassword = false;
      return { serverMs: state.nowMs() };
    }),
  };
  const counter = counterRoutes(state);
  const materials: MaterialFixture = { looks: [] };
  const cases: CaseFixture = { done: [] };
  const petitions: PetitionFixture = { done: [] };
  const router = {
    console: {
      auth,
      ...consoleRoutes(state, allow),
      materials: materialRoutes(state, allow, materials),
      bookings: bookingRoutes(state, allow),
      help: {
        open: os.console.help.open.handler(({ context }) => {
          allow(context, 'help.take');
          return { serverMs: state.nowMs(), calls: state.helpCalls };
        }),
        take: os.console.help.take.handler(({ input, context }) => {
          allow(context, 'help.take');
          takeHelp(state, input.id);
          return { serverMs: state.nowMs() };
        }),
      },
      cases: caseRoutes(state, allow, cases),
      petitions: petitionRoutes(state, allow, petitions),
    },
    counter: counter.router,
  };
  const handler = new OpenAPIHandler(router);

  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await serveMaterialBytes(materials, request, response)) return;
    const { matched } = await handler.handle(request, response, {
      prefix: '/v1',
      context: {
        state,
        cookie: request.headers.cookie,
        authorization: request.headers.authorization,
        setCookie: (value) => void response.setHeader('set-cookie', value),
      },
    });
    if (!matched) await serveFile(o.dist, request, response);
  }
  await new Promise<void>((resolve) => server.listen(o.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    arrive: (n) => {
      state.arrived += n;
      for (const tell of state.onArrival) tell();
    },
    expireAll: () => state.sessions.clear(),
    counter: counter.control,
    materials,
    cases,
    petitions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
