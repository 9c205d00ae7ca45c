/**
 * Keyboard-wedge scanner (键盘口扫码枪): it types what it reads and ends with Enter or Tab. It is told from a person by
 * its speed alone; what is typed also goes where the focus is, so that no person's typing is ever taken away.
 */

/** Mean time between the characters of a scan, at most. Scanners need 1–20 ms, fast typists 80 ms and more. */
export const MEAN_GAP_MS = 35;
/** A longer pause begins a new scan. Scanners on a busy USB bus have paused for some tens of milliseconds. */
export const LONGEST_GAP_MS = 120;
export const LEAST_CHARACTERS = 6;
/** Longest text that is kept; a longer one is no receipt, and is dropped whole. */
export const MOST_CHARACTERS = 512;
/** Longest text that the terminal service takes from a declared scanner (`devices.wedge`): identity codes are long. */
export const MOST_OF_A_DEVICE = 4_000;

export interface WedgeState {
  text: string;
  /** Characters seen since the burst began, kept or not. */
  count: number;
  /** Times of the burst's first and last character, in milliseconds of the events' clock. */
  first: number;
  last: number;
}

export interface WedgeKey {
  /** As `KeyboardEvent.key` says it. */
  key: string;
  /** Milliseconds; `KeyboardEvent.timeStamp`. */
  at: number;
  /** Held down: never a scanner. */
  repeat: boolean;
  /** Ctrl, Alt or Meta is held, or an input method is composing: never a scanner. */
  modified: boolean;
}

export const quiet: WedgeState = { text: '', count: 0, first: 0, last: 0 };

/** The state after one key, and the text of a scan that this key ended, else null. `most`: longest text that is kept. */
export function wedge(
  state: WedgeState,
  { key, at, repeat, modified }: WedgeKey,
  most = MOST_CHARACTERS,
): [WedgeState, string | null] {
  if (key === 'Shift' || key === 'CapsLock') return [state, null];
  if (repeat || modified) return [quiet, null];
  const paused = state.count > 0 && (at - state.last > LONGEST_GAP_MS || at < state.last);
  const burst = paused ? quiet : state;
  if (key === 'Enter' || key === 'Tab') return [quiet, isScan(burst, at, most) ? burst.text : null];
  if ([...key].length !== 1) return [quiet, null];
  const count = Math.min(burst.count + 1, most + 1);
  return [
    {
      text: count > most ? '' : burst.text + key,
      count,
      first: burst.count === 0 ? at : burst.first,
      last: at,
    },
    null,
  ];
}

/** Whether a burst that ends now, with Enter or Tab, came from a scanner. */
const isScan = (burst: WedgeState, at: number, most: number): boolean =>
  burst.count >= LEAST_CHARACTERS && burst.count <= most && (at - burst.first) / burst.count < MEAN_GAP_MS;
