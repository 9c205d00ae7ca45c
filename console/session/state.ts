import type { ErrorCode } from '../../contracts/errors.ts';
import type { Me } from '../../contracts/hub/console-api.ts';

/** Why nobody is signed in: told on the sign-in page. */
export type OutReason = 'start' | 'expired' | 'signedOut';

export type Session =
  | { kind: 'loading' }
  /** The hub could not even be asked who we are. */
  | { kind: 'fault'; code: ErrorCode }
  | { kind: 'out'; why: OutReason }
  | { kind: 'in'; me: Me };

export type SessionEvent =
  | { type: 'asked' }
  | { type: 'signedIn'; me: Me }
  /** Any call was answered `auth.required`. */
  | { type: 'refused' }
  | { type: 'signedOut' }
  | { type: 'failed'; code: ErrorCode };

export function sessionStep(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'asked':
      return session.kind === 'in' ? session : { kind: 'loading' };
    case 'signedIn':
      return { kind: 'in', me: event.me };
    case 'signedOut':
      return { kind: 'out', why: 'signedOut' };
    case 'refused':
      if (session.kind === 'out') return session;
      return { kind: 'out', why: session.kind === 'in' ? 'expired' : 'start' };
    case 'failed':
      return session.kind === 'loading' ? { kind: 'fault', code: event.code } : session;
  }
}

/**
 * The hub ends a session `idleMs` after its last call. Pages that refresh by themselves must not keep a deserted
 * desk signed in, and a person who only reads must not be thrown out: so the person counts, not the call.
 * `end` when nobody touched the page for `idleMs`; `ping` when somebody did and a third of it has passed since the
 * last ping. All times in ms on one monotonic clock.
 */
export function idleStep(at: {
  nowMs: number;
  touchedMs: number;
  pingedMs: number;
  idleMs: number;
}): 'none' | 'ping' | 'end' {
  if (at.nowMs - at.touchedMs >= at.idleMs) return 'end';
  if (at.touchedMs > at.pingedMs && at.nowMs - at.pingedMs >= at.idleMs / 3) return 'ping';
  return 'none';
}
