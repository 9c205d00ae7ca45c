import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { deviceSummary } from '../devices.ts';
import { caseNo, durationMs, epochMs, label, shortId, stage, terminalId, uuid } from '../primitives.ts';
import { channel, level, ratedCase, tagCode } from '../rating.ts';
import { text2 } from '../reference.ts';
import { bookingConsoleApi } from './booking-console-api.ts';
import { casesApi } from './cases-api.ts';
import { helpDeskApi } from './help-api.ts';
import { materialsApi } from './materials-api.ts';
import { cursor, PAGE } from './paging.ts';
import { petitionsApi } from './petitions-api.ts';

export { PAGE } from './paging.ts';

/**
 * What the web console says to the hub. Session cookie (HttpOnly, SameSite=Strict); every call also carries
 * `X-Hall-Console: 1` and an Origin of the hub itself, so that no other site can make it.
 */

/** 管理员 · 受理员 · 评价专员 · 技术员 · 查看 */
export const role = z.enum(['admin', 'clerk', 'rating', 'technician', 'viewer']);
export type Role = z.infer<typeof role>;

/** Who may do what: one table for hub and console. */
export const PERMISSIONS = {
  'ratings.read': ['admin', 'rating', 'viewer'],
  'ratings.readText': ['admin', 'rating'],
  'cases.read': ['admin', 'clerk'],
  'cases.handle': ['admin', 'clerk'],
  'bookings.read': ['admin', 'clerk'],
  'bookings.handle': ['admin', 'clerk'],
  'bookings.manage': ['admin'],
  'help.take': ['admin', 'clerk', 'technician'],
  'petitions.read': ['admin', 'clerk'],
  'petitions.handle': ['admin', 'clerk'],
  'materials.read': ['admin', 'clerk', 'rating'],
  'materials.hold': ['admin'],
  'materials.export': ['admin'],
  'terminals.read': ['admin', 'technician', 'viewer'],
  'terminals.manage': ['admin', 'technician'],
  'users.manage': ['admin'],
  'audit.read': ['admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof PERMISSIONS;
export const may = (r: Role, p: Permission): boolean => (PERMISSIONS[p] as readonly Role[]).includes(r);

export const me = z.object({
  id: uuid,
  login: z.string(),
  name: label,
  role,
  mustChangePassword: z.boolean(),
  /** The session ends after this time without a call, ms. */
  idleMs: durationMs,
});
export type Me = z.infer<typeof me>;

export const login = z.string().regex(/^[a-z][a-z0-9._-]{1,39}$/);
/** At least 10 characters of three kinds (等保三级 身份鉴别). */
export const newPassword = z
  .string()
  .min(10)
  .max(200)
  .refine((p) => [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((r) => r.test(p)).length >= 3, {
    message: 'password.weak',
  });

/** counted = enters every metric · duplicate = a second rating of the same case and stage, kept but not counted. */
export const ratingStatus = z.enum(['counted', 'duplicate', 'unchecked', 'unknownCase']);
export const relayState = z.enum(['waiting', 'relayed', 'refused', 'notRelayed']);

export const ratingRow = z.object({
  id: uuid,
  atMs: epochMs,
  receivedMs: epochMs,
  level,
  tags: z.array(tagCode),
  hasText: z.boolean(),
  case: ratedCase,
  windowId: shortId,
  windowName: text2,
  departmentId: shortId,
  departmentName: text2,
  staffName: label.nullable(),
  terminalId,
  source: z.enum(['request', 'scanned', 'typed']),
  status: ratingStatus,
  relay: relayState,
});
export type RatingRow = z.infer<typeof ratingRow>;

export const ratingFilter = z.object({
  fromMs: epochMs.optional(),
  toMs: epochMs.optional(),
  levels: z.array(level).max(5).optional(),
  departmentId: shortId.optional(),
  windowId: shortId.optional(),
  terminalId: terminalId.optional(),
  status: ratingStatus.optional(),
  relay: relayState.optional(),
  caseNo: z.string().trim().max(40).optional(),
});
export type RatingFilter = z.infer<typeof ratingFilter>;

export const ratingStory = z.object({
  row: ratingRow,
  /** null when the reader's role may not read it, or there is none. */
  text: z.string().nullable(),
  /** Photographs (评价照片) that came with it: materials under the rating's id. */
  photos: z.number().int().min(0),
  /** Short videos (评价短视频), likewise. */
  videos: z.number().int().min(0),
  anonymous: z.boolean(),
  locale: z.string(),
  elder: z.boolean(),
  channel,
  clock: z.enum(['anchor', 'wall']),
  uncertaintyMs: durationMs,
  epoch: uuid,
  seq: z.number().int(),
  bodySha256: z.string(),
  duplicateOf: uuid.nullable(),
  /** In order of time. `what` is an i18n key under `story`. */
  steps: z.array(
    z.object({
      what: z.enum([
        'requested',
        'rung',
        'opened',
        'saved',
        'received',
        'duplicateDelivery',
        'relayed',
        'relayFailed',
        'relayRefused',
      ]),
      atMs: epochMs,
      detail: z.string().max(300).nullable(),
    }),
  ),
});
export type RatingStory = z.infer<typeof ratingStory>;

export const terminalRow = z.object({
  id: terminalId,
  windowId: shortId,
  windowName: text2,
  state: z.enum(['online', 'offline', 'never', 'revoked']),
  lastSeenMs: epochMs.nullable(),
  app: z.string().nullable(),
  queueReady: z.number().int(),
  queueDead: z.number().int(),
  oldestMs: durationMs,
  fault: z.string().nullable(),
  clockOffsetMs: z.number().int().nullable(),
  quarantined: z.number().int(),
  /** Its peripherals as it last told them. */
  devices: z.array(deviceSummary),
});
export type TerminalRow = z.infer<typeof terminalRow>;

export const auditRow = z.object({
  id: z.string(),
  atMs: epochMs,
  /** Login of who did it, or `hub`. */
  actor: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  result: z.enum(['ok', 'refused']),
  ip: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditRow = z.infer<typeof auditRow>;

export const userRow = z.object({
  id: uuid,
  login,
  name: label,
  role,
  disabled: z.boolean(),
  lockedUntilMs: epochMs.nullable(),
  lastLoginMs: epochMs.nullable(),
});
export type UserRow = z.infer<typeof userRow>;

const done = z.object({ serverMs: epochMs });

export const consoleApi = {
  auth: {
    login: oc
      .route({ method: 'POST', path: '/console/login', tags: ['console'] })
      .input(z.object({ login: z.string().max(100), password: z.string().max(200) }))
      .output(me),
    logout: oc.route({ method: 'POST', path: '/console/logout', tags: ['console'] }).output(done),
    me: oc.route({ method: 'GET', path: '/console/me', tags: ['console'] }).output(me),
    changePassword: oc
      .route({ method: 'POST', path: '/console/password', tags: ['console'] })
      .input(z.object({ current: z.string().max(200), next: newPassword }))
      .output(done),
  },
  /** Names for the filters. */
  places: oc.route({ method: 'GET', path: '/console/places', tags: ['console'] }).output(
    z.object({
      hall: text2,
      departments: z.array(z.object({ id: shortId, name: text2 })),
      windows: z.array(z.object({ id: shortId, no: z.string(), name: text2, departmentId: shortId })),
      tags: z.array(z.object({ code: tagCode, zh: label, en: label })),
    }),
  ),
  ratings: {
    /** Newest first, by keyset: as fast on the last page of a million as on the first. `total` stops counting at 10,000. */
    list: oc
      .route({ method: 'POST', path: '/console/ratings/search', tags: ['console'] })
      .input(z.object({ filter: ratingFilter, after: cursor.optional() }))
      .output(
        z.object({
          rows: z.array(ratingRow).max(PAGE),
          next: cursor.nullable(),
          total: z.object({ count: z.number().int(), more: z.boolean() }),
        }),
      ),
    /** Counts per level over the filter, for the strip above the list; capped like `total`. */
    summary: oc
      .route({ method: 'POST', path: '/console/ratings/summary', tags: ['console'] })
      .input(z.object({ filter: ratingFilter }))
      .output(
        z.object({
          levels: z.array(z.object({ level, count: z.number().int() })),
          counted: z.number().int(),
          negative: z.number().int(),
        }),
      ),
    story: oc
      .route({ method: 'GET', path: '/console/ratings/{id}', tags: ['console'] })
      .input(z.object({ id: uuid }))
      .output(ratingStory),
    /** Ids of ratings as they are received. */
    live: oc
      .route({ method: 'GET', path: '/console/live/ratings', tags: ['console'] })
      .output(eventIterator(z.object({ id: uuid, receivedMs: epochMs }))),
  },
  materials: materialsApi,
  cases: casesApi,
  bookings: bookingConsoleApi,
  help: helpDeskApi('console'),
  petitions: petitionsApi,
  terminals: {
    list: oc
      .route({ method: 'GET', path: '/console/terminals', tags: ['console'] })
      .output(z.object({ serverMs: epochMs, rows: z.array(terminalRow) })),
    enrol: oc
      .route({
        method: 'POST',
        path: '/console/terminals',
        tags: ['console'],
        summary: 'A one-time code for a new terminal',
      })
      .input(z.object({ terminalId, windowId: shortId }))
      .output(z.object({ code: z.string(), expiresInMs: durationMs })),
    revoke: oc
      .route({ method: 'POST', path: '/console/terminals/{terminalId}/revoke', tags: ['console'] })
      .input(z.object({ terminalId }))
      .output(done),
    counterToken: oc
      .route({
        method: 'POST',
        path: '/console/windows/{windowId}/counter-token',
        tags: ['console'],
        summary: 'A new token for a window’s counter system; the old one ends',
      })
      .input(z.object({ windowId: shortId }))
      .output(z.object({ token: z.string() })),
  },
  users: {
    list: oc.route({ method: 'GET', path: '/console/users', tags: ['console'] }).output(z.array(userRow)),
    create: oc
      .route({ method: 'POST', path: '/console/users', tags: ['console'] })
      .input(z.object({ login, name: label, role, password: newPassword }))
      .output(userRow),
    update: oc
      .route({ method: 'PATCH', path: '/console/users/{id}', tags: ['console'] })
      .input(
        z.object({
          id: uuid,
          name: label.optional(),
          role: role.optional(),
          disabled: z.boolean().optional(),
          password: newPassword.optional(),
          unlock: z.boolean().optional(),
        }),
      )
      .output(userRow),
  },
  audit: oc
    .route({ method: 'POST', path: '/console/audit/search', tags: ['console'] })
    .input(
      z.object({
        actor: z.string().max(40).optional(),
        action: z.string().max(60).optional(),
        fromMs: epochMs.optional(),
        toMs: epochMs.optional(),
        after: cursor.optional(),
      }),
    )
    .output(z.object({ rows: z.array(auditRow).max(PAGE), next: cursor.nullable() })),
  /** One case's ratings, for the story's side list. */
  caseRatings: oc
    .route({ method: 'GET', path: '/console/cases/{caseNo}/ratings', tags: ['console'] })
    .input(z.object({ caseNo }))
    .output(z.array(z.object({ id: uuid, atMs: epochMs, level, stage, status: ratingStatus }))),
};
