import type { Locale } from '../../contracts/primitives.ts';
import { begin, reduce, stepAt } from '../flow/engine.ts';
import type { SessionFacts } from '../flow/fields.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { FlowEvent, FlowState } from '../flow/state.ts';

/**
 * A citizen's session at a kiosk as a pure reducer: the flow, and when it ends by itself. All times are ms of the boot
 * clock.
 */
export interface KioskSessionState {
  id: string;
  loaded: LoadedFlow;
  flow: FlowState;
  locale: Locale;
  facts: SessionFacts;
  /** Somebody touched the screen, or a device did something, then. */
  touchedAt: number;
  /** The session ends then unless somebody answers; null: it does not ask. */
  ending: { why: 'idle' | 'cardRemoved'; until: number } | null;
}

export type KioskEvent =
  | { type: 'touch' }
  | { type: 'flow'; event: FlowEvent }
  /** The card with which the citizen signed in was taken away. */
  | { type: 'cardTaken' }
  | { type: 'tick' };

/** How long the last page of a flow stays, ms. */
export const DONE_MS = 30_000;
/** Time to answer after the card was taken away in the middle of a flow, ms. */
export const CARD_TAKEN_MS = 30_000;

export const open = (
  id: string,
  loaded: LoadedFlow,
  locale: Locale,
  facts: SessionFacts,
  now: number,
): KioskSessionState => ({
  id,
  loaded,
  flow: begin(loaded.flow),
  locale,
  facts,
  touchedAt: now,
  ending: null,
});

/** null: the session is over. */
export function step(s: KioskSessionState, e: KioskEvent, now: number): KioskSessionState | null {
  switch (e.type) {
    case 'touch':
      return { ...s, touchedAt: now, ending: null };
    case 'flow': {
      const flow = reduce(s.loaded.flow, s.flow, e.event);
      return flow === s.flow ? s : { ...s, flow, touchedAt: now, ending: null };
    }
    case 'cardTaken':
      // At the end it is what the citizen shall do.
      return isDone(s) ? s : { ...s, ending: { why: 'cardRemoved', until: now + CARD_TAKEN_MS } };
    case 'tick':
      return onTick(s, now);
  }
}

function onTick(s: KioskSessionState, now: number): KioskSessionState | null {
  if (s.ending !== null) return now >= s.ending.until ? null : s;
  if (now < nextTick(s)) return s;
  if (isDone(s)) return null;
  return { ...s, ending: { why: 'idle', until: now + s.loaded.flow.timeout.warn * 1_000 } };
}

/** When time alone changes something next; never while a device is at work. */
export function nextTick(s: KioskSessionState): number {
  if (s.ending !== null) return s.ending.until;
  if (isDone(s)) return s.touchedAt + DONE_MS;
  const isAtWork = s.flow.phase === 'scanning' || s.flow.phase === 'printing' || s.flow.phase === 'reading';
  return isAtWork ? Number.POSITIVE_INFINITY : s.touchedAt + s.loaded.flow.timeout.idle * 1_000;
}

export const isDone = (s: KioskSessionState): boolean => stepAt(s.loaded.flow, s.flow).type === 'done';
