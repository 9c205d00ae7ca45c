import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Who answers for code that runs in callbacks of its own: timers, sockets, serial ports, promises. Node carries the
 * guard along with each of them, so that an error that nobody catches finds back to the driver it came from.
 */
const guard = new AsyncLocalStorage<(error: unknown) => void>();

/** Runs `work`; what it, or anything that it sets off, throws without being caught goes to `onCrash`. */
export const guarded = <T>(onCrash: (error: unknown) => void, work: () => T): T => guard.run(onCrash, work);

/** Runs `work` as nobody's: the service's own reaction to a driver is not the driver's fault. */
export const unguarded = <T>(work: () => T): T => guard.exit(work);

/** Gives each uncaught error of this process to its guard; one that is nobody's ends the process as it always did. */
export function watchCrashes(process: NodeJS.Process): void {
  process.on('uncaughtException', (error: unknown) => {
    const onCrash = guard.getStore();
    if (onCrash !== undefined) return onCrash(error);
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(EXIT_BUG);
  });
}
/** Node's own code for an uncaught error. */
const EXIT_BUG = 1;

/** An error as a log may hold it: its kind and the place, never its words, which may quote what it met. */
export function describeCrash(error: unknown): { error: string; at: string | null } {
  if (!(error instanceof Error)) return { error: typeof error, at: null };
  const frame = /^\s+at (.{1,200})/m.exec(error.stack ?? '')?.[1];
  return { error: error.name, at: frame?.replace(/\(?(file:\/\/|\/)\S*\//, '(') ?? null };
}
