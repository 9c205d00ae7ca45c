import type { DeviceContext } from '../../device.ts';

/**
 * Real time, in which some named delays are shorter: `shorten` gives for a delay what to wait instead, ms. `asked` holds
 * every delay that was asked for.
 */
export function shortenedTime(shorten: Readonly<Record<number, number>> = {}): DeviceContext & {
  asked: number[];
} {
  const asked: number[] = [];
  return {
    asked,
    clock: { bootId: 'test', wallMs: () => Date.now(), boottimeMs: () => performance.now() },
    timers: {
      after(ms, run) {
        asked.push(ms);
        const timer = setTimeout(run, shorten[ms] ?? ms);
        return () => clearTimeout(timer);
      },
    },
    log: () => {},
  };
}
