import { isRepeat, type Seen } from './repeat.ts';

/**
 * Arming of a scanner as a pure reducer: (state, event, now) → state and effects. Times are ms of the boot clock.
 */
export interface ScannerState {
  /** Armed until then; null = disarmed. */
  until: number | null;
  /** When the scanner is lit anew: its own time-out has put it out. */
  relightAt: number;
  seen: Seen | null;
}
export const DISARMED: ScannerState = { until: null, relightAt: 0, seen: null };

/** Scanners put themselves out after 3 to 30 s without a code; the shortest is a little longer than this. [assumed] */
export const RELIGHT_MS = 2_500;

export type ScannerEvent =
  | { type: 'arm'; timeoutMs: number }
  | { type: 'disarm' }
  /** The scanner came (back). */
  | { type: 'opened' }
  | { type: 'read'; digest: string }
  | { type: 'tick' };

/** `light` and `dark` are commands to the scanner; `deliver` hands the code on. */
export type ScannerEffect = 'light' | 'dark' | 'deliver';

export interface Step {
  state: ScannerState;
  effects: ScannerEffect[];
}

const lit = (state: ScannerState, now: number): Step => ({
  state: { ...state, relightAt: now + RELIGHT_MS },
  effects: ['light'],
});
const dark = (state: ScannerState): Step => ({ state: { ...state, until: null }, effects: ['dark'] });
const stay = (state: ScannerState): Step => ({ state, effects: [] });

export function reduce(state: ScannerState, event: ScannerEvent, now: number): Step {
  switch (event.type) {
    case 'arm':
      return lit({ ...state, until: now + event.timeoutMs }, now);
    case 'disarm':
      return state.until === null ? stay(state) : dark(state);
    case 'opened':
      return state.until === null ? stay(state) : lit(state, now);
    case 'read':
      return onRead(state, event.digest, now);
    case 'tick':
      if (state.until === null) return stay(state);
      if (now >= state.until) return dark(state);
      return now >= state.relightAt ? lit(state, now) : stay(state);
  }
}

function onRead(state: ScannerState, digest: string, now: number): Step {
  const seen = { digest, at: now };
  // The read put the scanner out, and something else is still to be read.
  if (isRepeat(state.seen, digest, now))
    return state.until === null ? stay({ ...state, seen }) : lit({ ...state, seen }, now);
  if (state.until === null || now >= state.until) return stay(state);
  return { state: { ...state, until: null, seen }, effects: ['deliver', 'dark'] };
}

/** When the next `tick` is due; null while disarmed. */
export const wakeAt = (state: ScannerState): number | null =>
  state.until === null ? null : Math.min(state.until, state.relightAt);
