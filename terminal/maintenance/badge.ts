import type { Timers } from '../../contracts/clock.ts';
import type { CodeScanner } from '../../devices/device.ts';

/** How long a badge may be held to the scanner, ms. */
export const BADGE_MS = 15_000;

/** The first code that one of the scanners reads within `BADGE_MS`; null when there was none, or `signal` ended the wait. */
export function waitForCode(
  scanners: readonly CodeScanner[],
  timers: Timers,
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const stopListening = scanners.map((scanner) =>
      scanner.onCode((code) => {
        const text = code.text?.trim() ?? '';
        if (text !== '') end(text);
      }),
    );
    const cancel = timers.after(BADGE_MS, () => end(null));
    const abort = () => end(null);
    signal.addEventListener('abort', abort);
    function end(text: string | null): void {
      cancel();
      signal.removeEventListener('abort', abort);
      for (const stop of stopListening) stop();
      for (const scanner of scanners) scanner.disarm();
      resolve(text);
    }
    for (const scanner of scanners) scanner.arm(BADGE_MS);
    if (signal.aborted) end(null);
  });
}
