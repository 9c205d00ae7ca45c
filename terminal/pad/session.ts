import type { PadRequest, Progress } from '../../contracts/hub/terminal-api.ts';
import type { Level, RatedCase } from '../../contracts/rating.ts';
import type { Rules } from '../../contracts/reference.ts';
import type { SessionState } from '../../contracts/terminal.ts';

/**
 * The pad's rating session as a pure reducer: (state, event, rules) → state and effects.
 * All times are ms of the boot clock. Durable work happens outside, before its event is handed in:
 * a `saved` event means that the commit is done.
 */
export interface Session {
  id: string;
  source: 'request' | 'scanned' | 'typed';
  requestId: string | null;
  state: SessionState;
  case: RatedCase;
  staffId: string | null;
  /** Window that an `otherWindow` request was meant for. */
  meantFor: string | null;
  checked: boolean;
  rating: { id: string; level: Level; tags: string[]; text: string; anonymous: boolean } | null;
  /** When this state ends by itself. */
  until: number;
  /** A rating is accepted until then; an undo gives it back. */
  rateUntil: number;
  undoUntil: number;
  /** The rating leaves for the hub at the latest then. */
  holdUntil: number;
}

export interface PadState {
  session: Session | null;
  /** Requests that had their session, newest last: none opens twice. */
  handled: readonly string[];
}
export const IDLE: PadState = { session: null, handled: [] };

export type PadEvent =
  /** The open request of this window, or null when there is none (any more). */
  | {
      type: 'request';
      request: PadRequest | null;
      window: string;
      hasRated: boolean;
      storeFault: boolean;
      newId: string;
    }
  | {
      type: 'walkUp';
      id: string;
      source: 'scanned' | 'typed';
      case: RatedCase;
      checked: boolean;
      outcome: 'rating' | 'alreadyRated' | 'unknownCase' | 'forgedReceipt' | 'storeFault';
    }
  | { type: 'shown' }
  | { type: 'saved'; ratingId: string; level: Level; anonymous: boolean }
  | { type: 'saveFailed' }
  | { type: 'undone' }
  | { type: 'amended'; tags: string[]; text: string; anonymous: boolean }
  | { type: 'touch' }
  | { type: 'finish' }
  | { type: 'tick' };

type RequestEvent = Extract<PadEvent, { type: 'request' }>;

export type PadEffect =
  | { type: 'progress'; requestId: string; state: Progress }
  /** The rating may leave for the hub. */
  | { type: 'release'; ratingId: string };

export interface Step {
  state: PadState;
  effects: PadEffect[];
}

/** How long the last thanks stay, ms. */
export const THANKS_MS = 6_000;
/** How long a closing screen stays that has something to read and a choice to make, ms. */
export const CLOSING_MS = 20_000;
/** Least time to choose again after an undo, ms. */
export const RECHOOSE_MS = 20_000;
const HANDLED_KEPT = 50;
/** The hub may see a request expire this much before the pad does, ms. */
const EXPIRY_MARGIN_MS = 2_000;

/** States in which a tap on a level is accepted. */
export const canRate = (s: Session): boolean => s.state === 'rating' || s.state === 'undone';
export const canUndo = (s: Session | null, now: number): boolean =>
  s !== null && s.state === 'saved' && s.rating !== null && now < s.undoUntil;
const isActive = (s: Session): boolean => canRate(s) || s.state === 'saved';

const stay = (state: PadState): Step => ({ state, effects: [] });
const withSession = (state: PadState, session: Session | null, effects: PadEffect[] = []): Step => ({
  state: { ...state, session },
  effects,
});
const report = (s: Session, state: Progress): PadEffect[] =>
  s.requestId === null ? [] : [{ type: 'progress', requestId: s.requestId, state }];
const releaseOf = (s: Session): PadEffect[] =>
  s.state === 'saved' && s.rating !== null ? [{ type: 'release', ratingId: s.rating.id }] : [];

function closing(s: Session, to: SessionState, now: number): Session {
  return { ...s, state: to, until: now + (to === 'thanks' ? THANKS_MS : CLOSING_MS), undoUntil: 0 };
}

export function reduce(state: PadState, event: PadEvent, rules: Rules, now: number): Step {
  const s = state.session;
  if (event.type === 'request') return onRequest(state, event, rules, now);
  if (event.type === 'walkUp') {
    if (s !== null && isActive(s)) return stay(state);
    return withSession(state, openWalkUp(event, rules, now));
  }
  if (s === null) return stay(state);
  switch (event.type) {
    case 'shown':
      return s.state === 'rating' ? { state, effects: report(s, 'opened') } : stay(state);
    case 'saved':
      return canRate(s) ? withSession(state, saved(s, event, rules, now), report(s, 'saved')) : stay(state);
    case 'saveFailed':
      return canRate(s)
        ? withSession(state, closing(s, 'storeFault', now), report(s, 'padFault'))
        : stay(state);
    case 'undone':
      return canUndo(s, now) ? withSession(state, undone(s, now), report(s, 'undone')) : stay(state);
    case 'amended':
      if (s.state !== 'saved' || s.rating === null) return stay(state);
      return withSession(state, {
        ...s,
        rating: { ...s.rating, tags: event.tags, text: event.text, anonymous: event.anonymous },
        until: detailUntil(s, rules, now),
      });
    case 'touch':
      if (s.state === 'saved') return withSession(state, { ...s, until: detailUntil(s, rules, now) });
      if (s.state === 'rating' && s.requestId === null) {
        const until = now + rules.requestSeconds * 1_000;
        return withSession(state, { ...s, until, rateUntil: until });
      }
      return stay(state);
    case 'finish':
      if (s.state === 'saved') return withSession(state, closing(s, 'thanks', now), releaseOf(s));
      return withSession(state, null, canRate(s) ? report(s, 'declined') : []);
    case 'tick':
      return now < s.until ? stay(state) : onTimeUp(state, s, now);
  }
}

function onRequest(state: PadState, event: RequestEvent, rules: Rules, now: number): Step {
  const s = state.session;
  const { request } = event;
  if (request === null) return onRequestGone(state, now);
  if (request.id === s?.requestId || state.handled.includes(request.id)) return stay(state);
  // Someone rates on their own: the counter's request waits for them.
  if (s !== null && s.requestId === null && isActive(s)) return stay(state);

  const left = Math.min(request.leftMs, rules.requestSeconds * 1_000);
  if (left <= 0) return stay(state);
  const opened: Session = {
    id: event.newId,
    source: 'request',
    requestId: request.id,
    state: 'rating',
    case: request.case,
    staffId: request.staffId,
    meantFor: null,
    checked: true,
    rating: null,
    until: now + left,
    rateUntil: now + left,
    undoUntil: 0,
    holdUntil: 0,
  };
  const [session, progress] = admit(opened, event, now);
  return {
    state: { session, handled: [...state.handled, request.id].slice(-HANDLED_KEPT) },
    effects: [...(s === null ? [] : releaseOf(s)), ...report(session, progress)],
  };
}

/** The counter took the request back, or its time is over. A rating that is saved stays. */
function onRequestGone(state: PadState, now: number): Step {
  const s = state.session;
  if (s === null || s.requestId === null || !canRate(s) || now >= s.rateUntil) return stay(state);
  const why = now >= s.rateUntil - EXPIRY_MARGIN_MS ? 'timedOut' : 'cancelled';
  return withSession(state, closing(s, why, now));
}

function admit(opened: Session, event: RequestEvent, now: number): [Session, Progress] {
  if (event.request !== null && event.request.windowId !== event.window)
    return [{ ...closing(opened, 'otherWindow', now), meantFor: event.request.windowName }, 'otherWindow'];
  if (event.hasRated) return [closing(opened, 'alreadyRated', now), 'alreadyRated'];
  if (event.storeFault) return [closing(opened, 'storeFault', now), 'padFault'];
  return [opened, 'rung'];
}

function openWalkUp(event: Extract<PadEvent, { type: 'walkUp' }>, rules: Rules, now: number): Session {
  const until = now + rules.requestSeconds * 1_000;
  const session: Session = {
    id: event.id,
    source: event.source,
    requestId: null,
    state: 'rating',
    case: event.case,
    staffId: null,
    meantFor: null,
    checked: event.checked,
    rating: null,
    until,
    rateUntil: until,
    undoUntil: 0,
    holdUntil: 0,
  };
  return event.outcome === 'rating' ? session : closing(session, event.outcome, now);
}

function saved(s: Session, event: Extract<PadEvent, { type: 'saved' }>, rules: Rules, now: number): Session {
  const next: Session = {
    ...s,
    state: 'saved',
    rating: { id: event.ratingId, level: event.level, tags: [], text: '', anonymous: event.anonymous },
    undoUntil: now + rules.undoSeconds * 1_000,
    holdUntil: now + rules.holdSeconds * 1_000,
  };
  return { ...next, until: detailUntil(next, rules, now) };
}

const detailUntil = (s: Session, rules: Rules, now: number): number =>
  Math.min(now + rules.detailSeconds * 1_000, s.holdUntil);

function undone(s: Session, now: number): Session {
  return {
    ...s,
    state: 'undone',
    rating: null,
    undoUntil: 0,
    until: Math.max(s.rateUntil, now + RECHOOSE_MS),
  };
}

function onTimeUp(state: PadState, s: Session, now: number): Step {
  if (canRate(s)) return withSession(state, closing(s, 'timedOut', now), report(s, 'timedOut'));
  if (s.state === 'saved') return withSession(state, closing(s, 'thanks', now), releaseOf(s));
  return withSession(state, null);
}
