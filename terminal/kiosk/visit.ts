import type { Locale } from '../../contracts/primitives.ts';
import type { Visit } from '../../contracts/visit.ts';
import type { IdCardEvent } from '../../devices/device.ts';
import type { FlowEvent, Values } from '../flow/state.ts';
import { inFlow, isAtWork, isDone, type KioskSessionState } from './session.ts';
import {
  type Anteroom,
  identityOf,
  inSignIn,
  openSignIn,
  refusedOther,
  type SignIn,
  type SignInEvent,
} from './sign-in.ts';

/**
 * One citizen's visit at a kiosk as a pure reducer: where the citizen is, who they have proven to be, and when the visit
 * ends by itself. All times are ms of the boot clock.
 */
export interface VisitState extends Visit {
  place: Place;
  /** What the citizen gave in forms of this visit, by field id. */
  earlier: Values;
  /** Somebody touched the screen, or a device did something, then. */
  touchedAt: number;
  /** The visit ends then unless somebody answers; null: it does not ask. */
  ending: { why: 'idle' | 'cardRemoved'; until: number } | null;
}

export type Place = Anteroom | SignIn | { kind: 'flow'; session: KioskSessionState };

export type VisitEvent =
  | { type: 'touch' }
  | { type: 'language'; locale: Locale }
  /** To the first page or a room; a flow or a sign-in is left. */
  | { type: 'go'; to: Anteroom }
  | { type: 'signIn' }
  | { type: 'cancelSignIn' }
  | { type: 'start'; session: KioskSessionState }
  | { type: 'flow'; event: FlowEvent }
  | SignInEvent
  | { type: 'tick' };

/** Without a touch for so long the visit asks whether somebody is there, ms; a flow has times of its own. */
export const IDLE_MS = 120_000;
/** Time to answer that question, ms. */
export const WARN_MS = 45_000;
/** How long the last page of a flow stays, ms. */
export const DONE_MS = 30_000;
/** Time to answer after the card was taken away, ms. */
export const CARD_TAKEN_MS = 30_000;

export const openVisit = (id: string, locale: Locale, now: number): VisitState => ({
  id,
  identity: null,
  locale,
  place: { kind: 'home' },
  earlier: {},
  touchedAt: now,
  ending: null,
});

/** null: the visit is over. The same state: the event changes nothing. */
export function step(v: VisitState, e: VisitEvent, now: number): VisitState | null {
  if (e.type === 'tick') return onTick(v, now);
  const next = changed(v, e, now);
  return next === v ? v : { ...next, touchedAt: now };
}

function changed(v: VisitState, e: Exclude<VisitEvent, { type: 'tick' }>, now: number): VisitState {
  switch (e.type) {
    case 'touch':
      return { ...v, ending: null };
    case 'language':
      return { ...v, locale: e.locale, ending: null };
    case 'go':
      return at({ ...v, earlier: earlierOf(v) }, e.to);
    case 'signIn':
      return signIn(v);
    case 'cancelSignIn':
      return v.place.kind === 'signIn' ? at(v, v.place.back) : v;
    case 'start':
      return at(v, { kind: 'flow', session: informed(e.session, v) });
    case 'flow':
      return flowed(v, e.event);
    case 'card':
      return onCard(v, e.event, now);
    case 'readerBack':
      return v.place.kind === 'signIn' ? atSignIn(v, v.place, e, now) : flowed(v, e);
    default:
      return v.place.kind === 'signIn' ? atSignIn(v, v.place, e, now) : v;
  }
}

/** A flow that begins knows what the visit knows. */
function informed(session: KioskSessionState, { identity, earlier }: VisitState): KioskSessionState {
  const told = inFlow(session, { type: 'earlier', values: earlier });
  return identity === null ? told : inFlow(told, { type: 'identity', identity });
}

function earlierOf({ earlier, place }: VisitState): Values {
  if (place.kind !== 'flow') return earlier;
  const given = Object.values(place.session.flow.answers).flatMap((a) =>
    a?.type === 'form' ? [a.values] : [],
  );
  return Object.assign({}, earlier, ...given);
}

const at = (v: VisitState, place: Place): VisitState => ({ ...v, place, ending: null });

/** Who has typed a number may still prove it; who has proven it need not. */
function signIn(v: VisitState): VisitState {
  const isProven = v.identity !== null && v.identity.by !== 'typed';
  if (v.place.kind === 'signIn' || v.place.kind === 'flow' || isProven) return v;
  return at(v, openSignIn(v.place));
}

/** A card that is read in a flow signs a guest in. */
function flowed(v: VisitState, event: FlowEvent): VisitState {
  if (v.place.kind !== 'flow') return v;
  const session = inFlow(v.place.session, event);
  if (session === v.place.session) return v;
  const identity = v.identity ?? (event.type === 'card' ? identityOf(event.card) : null);
  return at({ ...v, identity }, { kind: 'flow', session });
}

function onCard(v: VisitState, event: IdCardEvent, now: number): VisitState {
  const next =
    v.place.kind === 'signIn'
      ? atSignIn(v, v.place, { type: 'card', event }, now)
      : flowed(v, flowEventOf(event));
  if (event.type !== 'removed' || next.identity?.by !== 'idCard') return next;
  // At the end of a flow it is what the citizen shall do.
  if (next.place.kind === 'flow' && isDone(next.place.session)) return next;
  return { ...next, ending: { why: 'cardRemoved', until: now + CARD_TAKEN_MS } };
}

/** A visit is of one person: what the rooms keep of it is theirs. */
function atSignIn(v: VisitState, place: SignIn, e: SignInEvent, now: number): VisitState {
  const next = inSignIn(place, e, now);
  if (next === place) return v;
  if (!('identity' in next)) return at(v, next);
  const { identity } = next;
  if (v.identity !== null && v.identity.idNumber !== identity.idNumber)
    return at(v, refusedOther(place, identity.by));
  return at({ ...v, identity }, place.back);
}

function flowEventOf(event: IdCardEvent): FlowEvent {
  switch (event.type) {
    case 'found':
      return { type: 'cardFound' };
    case 'card':
      return { type: 'card', card: event.card };
    case 'refused':
      return { type: 'cardRefused', code: event.code };
    case 'removed':
      return { type: 'cardRemoved' };
  }
}

function onTick(v: VisitState, now: number): VisitState | null {
  if (v.ending !== null) return now >= v.ending.until ? null : v;
  if (now < nextTick(v)) return v;
  if (v.place.kind === 'flow' && isDone(v.place.session)) return null;
  return { ...v, ending: { why: 'idle', until: now + warnMs(v.place) } };
}

/** When time alone changes something next; never while a device is at work. */
export function nextTick(v: VisitState): number {
  if (v.ending !== null) return v.ending.until;
  if (v.place.kind === 'flow') {
    if (isDone(v.place.session)) return v.touchedAt + DONE_MS;
    if (isAtWork(v.place.session)) return Number.POSITIVE_INFINITY;
    return v.touchedAt + v.place.session.loaded.flow.timeout.idle * 1_000;
  }
  if (v.place.kind === 'signIn' && v.place.phase === 'reading') return Number.POSITIVE_INFINITY;
  return v.touchedAt + IDLE_MS;
}

const warnMs = (place: Place): number =>
  place.kind === 'flow' ? place.session.loaded.flow.timeout.warn * 1_000 : WARN_MS;
