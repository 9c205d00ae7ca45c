/**
 * The one table of expected failures. A code is stable for ever and crosses every boundary.
 * Texts are data: `assets/locales/<locale>/errors.json` holds, under each code, `citizen` (what happened, what is
 * kept, what to do next) and `staff` (what to do about it). `errors.test.ts` holds both languages to this table.
 */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
interface ErrorSpec {
  /** HTTP status where the code crosses HTTP. */
  http: number;
  level: LogLevel;
}

const table = {
  // any boundary
  'input.invalid': { http: 400, level: 'warn' },
  'input.tooLarge': { http: 413, level: 'warn' },
  'not.found': { http: 404, level: 'info' },
  internal: { http: 500, level: 'error' },
  busy: { http: 503, level: 'warn' },
  'rate.limited': { http: 429, level: 'warn' },

  // who is asking
  'auth.required': { http: 401, level: 'info' },
  'auth.failed': { http: 401, level: 'warn' },
  'auth.locked': { http: 423, level: 'warn' },
  'auth.forbidden': { http: 403, level: 'warn' },
  'auth.csrf': { http: 403, level: 'warn' },
  'terminal.unknown': { http: 401, level: 'warn' },
  'terminal.revoked': { http: 403, level: 'warn' },
  'terminal.enrolment': { http: 403, level: 'warn' },

  // a rating at the pad
  'case.unknown': { http: 404, level: 'info' },
  'case.alreadyRated': { http: 409, level: 'info' },
  'receipt.unreadable': { http: 400, level: 'info' },
  'receipt.forged': { http: 400, level: 'warn' },
  'request.notFound': { http: 404, level: 'info' },
  'request.expired': { http: 410, level: 'info' },
  'request.cancelled': { http: 410, level: 'info' },
  'request.closed': { http: 409, level: 'info' },
  'request.otherWindow': { http: 409, level: 'warn' },
  'request.windowBusy': { http: 409, level: 'info' },
  'window.noPad': { http: 409, level: 'warn' },
  'session.over': { http: 410, level: 'info' },
  'undo.late': { http: 409, level: 'info' },
  'rating.badLevel': { http: 400, level: 'warn' },
  'rating.badTag': { http: 400, level: 'warn' },
  'rating.textTooLong': { http: 400, level: 'info' },

  // the terminal's store
  'store.full': { http: 507, level: 'error' },
  'store.fault': { http: 500, level: 'error' },
  'store.future': { http: 500, level: 'error' },
  'store.locked': { http: 500, level: 'error' },
  'store.corrupt': { http: 500, level: 'error' },

  // terminal and hub
  'hub.unreachable': { http: 502, level: 'info' },
  'hub.notOurs': { http: 502, level: 'warn' },
  'ingest.badBody': { http: 422, level: 'warn' },
  'ingest.badHash': { http: 422, level: 'warn' },
  'ingest.unknownKind': { http: 422, level: 'warn' },
  'ingest.conflict': { http: 409, level: 'error' },

  // staff
  'user.exists': { http: 409, level: 'info' },
  'password.weak': { http: 400, level: 'info' },
  'pin.wrong': { http: 403, level: 'warn' },
  'pin.locked': { http: 423, level: 'warn' },

  // peripherals: any device
  'device.missing': { http: 503, level: 'warn' },
  'device.portBusy': { http: 503, level: 'error' },
  'device.unplugged': { http: 503, level: 'warn' },
  'device.timeout': { http: 504, level: 'warn' },
  'device.garbled': { http: 502, level: 'warn' },
  'device.off': { http: 503, level: 'info' },
  'device.busy': { http: 409, level: 'info' },
  'device.fault': { http: 500, level: 'error' },
  'device.stopped': { http: 503, level: 'info' },
  'device.unsupported': { http: 400, level: 'info' },
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof table;
export const ERRORS: Readonly<Record<ErrorCode, ErrorSpec>> = table;
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(table, code);
