import type {
  AuditRow,
  Me,
  Permission,
  RatingFilter,
  RatingRow,
  UserRow,
} from '../../contracts/hub/console-api.ts';
import { isNegative, LEVELS } from '../../contracts/rating.ts';
import { DEPARTMENTS, HALL, idOf, indexOf, passes, rating, story, TAGS, terminals, WINDOWS } from './data.ts';
import { type FixtureContext, type FixtureState, os, refuse } from './fixture.ts';

const COUNT_LIMIT = 10_000;
/** Rows that one call looks through at most. */
const LOOK_LIMIT = 20_000;

export function consoleRoutes(
  state: FixtureState,
  allow: (context: FixtureContext, permission: Permission) => Me,
) {
  const { nowMs } = state;
  const startMs = nowMs();
  /** Rating at place `at` of the list. */
  const row = (at: number): RatingRow => rating(at - state.arrived, startMs);
  const found = (filter: RatingFilter, from: number, limit: number): { at: number; row: RatingRow }[] => {
    const rows: { at: number; row: RatingRow }[] = [];
    if (state.empty) return rows;
    for (
      let at = from;
      at < Math.min(state.ratings + state.arrived, from + LOOK_LIMIT) && rows.length < limit;
      at += 1
    ) {
      const r = row(at);
      if (passes(r, filter)) rows.push({ at, row: r });
    }
    return rows;
  };

  return {
    places: os.console.places.handler(() => ({
      hall: HALL,
      departments: DEPARTMENTS,
      windows: WINDOWS,
      tags: TAGS,
    })),
    ratings: {
      list: os.console.ratings.list.handler(({ input, context }) => {
        allow(context, 'ratings.read');
        const from = input.after === undefined ? 0 : Number.parseInt(input.after.slice(1), 36);
        const page = found(input.filter, from, state.pageSize + 1);
        const next = page[state.pageSize];
        const count = found(input.filter, 0, COUNT_LIMIT + 1).length;
        return {
          rows: page.slice(0, state.pageSize).map((p) => p.row),
          next: next ? `c${next.at.toString(36)}` : null,
          total: { count: Math.min(count, COUNT_LIMIT), more: count > COUNT_LIMIT },
        };
      }),
      summary: os.console.ratings.summary.handler(({ input, context }) => {
        allow(context, 'ratings.read');
        const rows = found(input.filter, 0, COUNT_LIMIT).map((f) => f.row);
        const counted = rows.filter((r) => r.status === 'counted');
        return {
          levels: LEVELS.map((level) => ({ level, count: rows.filter((r) => r.level === level).length })),
          counted: counted.length,
          negative: counted.filter((r) => isNegative(r.level)).length,
        };
      }),
      story: os.console.ratings.story.handler(({ input, context }) => {
        const user = allow(context, 'ratings.read');
        const i = indexOf(input.id);
        if (!(i >= -state.arrived && i < state.ratings)) return refuse('not.found');
        return story(i, startMs, user.role === 'admin' || user.role === 'rating');
      }),
      live: os.console.ratings.live.handler(async function* ({ context, signal }) {
        allow(context, 'ratings.read');
        let told = state.arrived;
        while (!signal?.aborted) {
          await new Promise<void>((resolve) => {
            const end = () => {
              state.onArrival.delete(end);
              resolve();
            };
            state.onArrival.add(end);
            signal?.addEventListener('abort', end, { once: true });
          });
          while (told < state.arrived) {
            told += 1;
            yield { id: idOf(-told), receivedMs: nowMs() };
          }
        }
      }),
    },
    terminals: {
      list: os.console.terminals.list.handler(({ context }) => {
        allow(context, 'terminals.read');
        return { serverMs: nowMs(), rows: state.empty ? [] : terminals(nowMs()) };
      }),
      enrol: os.console.terminals.enrol.handler(({ input, context }) => {
        allow(context, 'terminals.manage');
        if (input.terminalId === 'pad-01') return refuse('terminal.enrolment', 'terminalActive');
        return { code: 'K7QM-3XPA-9D2W', expiresInMs: 86_400_000 };
      }),
      revoke: os.console.terminals.revoke.handler(({ context }) => {
        allow(context, 'terminals.manage');
        return { serverMs: nowMs() };
      }),
      counterToken: os.console.terminals.counterToken.handler(({ context }) => {
        allow(context, 'terminals.manage');
        return { token: 'Zx3f8Qn1vT5kLw9rYb2cHd7mJp4sGa6u' };
      }),
    },
    users: {
      list: os.console.users.list.handler(({ context }) => users(allow(context, 'users.manage'), nowMs())),
      create: os.console.users.create.handler(({ input, context }) => {
        const admin = allow(context, 'users.manage');
        if (input.login === 'admin') return refuse('user.exists');
        return { ...user(admin, nowMs()), login: input.login, name: input.name, role: input.role };
      }),
      update: os.console.users.update.handler(({ context }) => user(allow(context, 'users.manage'), nowMs())),
    },
    audit: os.console.audit.handler(({ input, context }) => {
      allow(context, 'audit.read');
      const from = input.after === undefined ? 0 : Number.parseInt(input.after.slice(1), 36);
      const rows = state.empty
        ? []
        : audit(from, state.pageSize, nowMs()).filter((a) => !input.actor || a.actor === input.actor);
      return {
        rows: rows.filter((a) => !input.action || a.action === input.action),
        next:
          from < 500 && rows.length === state.pageSize ? `c${(from + state.pageSize).toString(36)}` : null,
      };
    }),
    caseRatings: os.console.caseRatings.handler(({ input, context }) => {
      allow(context, 'ratings.read');
      return found({ caseNo: input.caseNo }, 0, 1).flatMap(({ at }) =>
        [at, at + 1].map((n) => {
          const r = row(n);
          return { id: r.id, atMs: r.atMs, level: r.level, stage: r.case.stage, status: r.status };
        }),
      );
    }),
  };
}

function user(admin: Me, nowMs: number): UserRow {
  const { id, login, name, role } = admin;
  return { id, login, name, role, disabled: false, lockedUntilMs: null, lastLoginMs: nowMs - 480_000 };
}

function users(admin: Me, nowMs: number): UserRow[] {
  const other = (n: number, login: string, name: string, change: Partial<UserRow>): UserRow => ({
    ...user(admin, nowMs),
    id: `00000000-0000-4000-8000-00000000000${n}`,
    login,
    name,
    ...change,
  });
  return [
    user(admin, nowMs),
    other(1, 'heyq', '何雨晴', { role: 'rating', lastLoginMs: nowMs - 7_200_000 }),
    other(2, 'majun', '马骏', { role: 'technician', lockedUntilMs: nowMs + 540_000 }),
    other(3, 'liuyf', '林一帆', { role: 'viewer', lastLoginMs: null }),
    other(4, 'wangcx', '王春晓', { role: 'rating', disabled: true, lastLoginMs: nowMs - 90 * 86_400_000 }),
  ];
}

const ACTIONS: readonly Pick<AuditRow, 'actor' | 'action' | 'target' | 'result' | 'detail'>[] = [
  { actor: 'heyq', action: 'rating.readText', target: idOf(12), result: 'ok', detail: {} },
  { actor: 'admin', action: 'session.login', target: null, result: 'ok', detail: {} },
  { actor: '-', action: 'session.login', target: null, result: 'refused', detail: { reason: 'unknown' } },
  {
    actor: 'majun',
    action: 'session.lock',
    target: null,
    result: 'refused',
    detail: { untilMs: 1_795_500_000_000 },
  },
  {
    actor: 'majun',
    action: 'terminal.enrolCode',
    target: 'pad-06',
    result: 'ok',
    detail: { windowId: 'd01' },
  },
  { actor: 'majun', action: 'terminal.revoke', target: 'pad-07', result: 'ok', detail: {} },
  {
    actor: 'admin',
    action: 'user.update',
    target: idOf(3),
    result: 'ok',
    detail: { role: 'viewer', password: true },
  },
  {
    actor: 'liuyf',
    action: 'access.refused',
    target: 'users.list',
    result: 'refused',
    detail: { permission: 'users.manage' },
  },
];

function audit(from: number, length: number, nowMs: number): AuditRow[] {
  return Array.from({ length }, (_, n) => {
    const i = from + n;
    const entry = ACTIONS[(i * 5) % ACTIONS.length] as (typeof ACTIONS)[number];
    return { id: String(90_000 - i), atMs: nowMs - i * 173_000, ip: `10.3.8.${20 + (i % 7)}`, ...entry };
  });
}
