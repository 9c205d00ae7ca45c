import type { Timers } from '../../../contracts/clock.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { CodeScanner } from '../../../devices/device.ts';

/** Codes for a page that waits for one, however often it asks. */
export interface CodeReader {
  /** The next code; null: none came in this time, or the page was left. `device.missing`. */
  read(): Promise<Result<string | null>>;
  /** The page is left: the scanner goes dark. */
  stop(): void;
}

/** Longest wait of one call, ms: shorter than the screens wait for an answer. */
export const READ_MS = 7_000;
/** The scanner stays lit between two calls, ms. */
const BETWEEN_MS = 5_000;

/**
 * Lights the scanner from the first call until `stop` or until nobody asks any more; a code that comes between two calls
 * is the next one's answer. `find`: the scanner that works now.
 */
export function createCodeReader(find: () => CodeScanner | null, timers: Timers): CodeReader {
  let held: { device: CodeScanner; stopListening: () => void } | null = null;
  let early: string | null = null;
  let answer: ((text: string | null) => void) | null = null;
  let cancelTimer = () => {};

  function hear(text: string): void {
    if (answer === null) early = text;
    else answer(text);
  }
  function hold(device: CodeScanner): void {
    if (held?.device !== device) {
      held?.stopListening();
      const stopListening = device.onCode(({ text }) => text !== null && hear(text));
      held = { device, stopListening };
    }
    device.arm(READ_MS + BETWEEN_MS);
  }
  function stop(): void {
    cancelTimer();
    early = null;
    answer?.(null);
    held?.stopListening();
    held?.device.disarm();
    held = null;
  }

  return {
    read() {
      const device = find();
      if (device === null) {
        stop();
        return Promise.resolve(fail('device.missing'));
      }
      answer?.(null);
      cancelTimer();
      hold(device);
      return new Promise((resolve) => {
        const settle = (text: string | null) => {
          cancelTimer();
          answer = null;
          if (held !== null) cancelTimer = timers.after(BETWEEN_MS, stop);
          resolve(ok(text));
        };
        answer = settle;
        cancelTimer = timers.after(READ_MS, () => settle(null));
        if (early === null) return;
        const text = early;
        early = null;
        settle(text);
      });
    },
    stop,
  };
}
