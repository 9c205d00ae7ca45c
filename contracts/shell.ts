import { z } from 'zod';
import { durationMs } from './primitives.ts';

/**
 * What the Electron shell and the terminal service that it hosts say to each other over the utility process's
 * `parentPort`. The page's own traffic never passes here: it goes over the MessagePort of `connect`.
 */

/** Shell → service. */
export const toService = z.discriminatedUnion('type', [
  /** Carries exactly one MessagePort: the line of a page that was just loaded. A later one replaces it. */
  z.strictObject({ type: z.literal('connect') }),
  /** Close the store and every port, then exit by yourself; what still runs after 5 s is killed. */
  z.strictObject({ type: z.literal('shutdown') }),
]);
export type ToService = z.infer<typeof toService>;

/** Service → shell. */
export const fromService = z.discriminatedUnion('type', [
  /** The store is open and pages may be connected. Once per process. */
  z.strictObject({ type: z.literal('ready') }),
  /** Every second from `ready` on. `rendererMs`: age of the page's last heartbeat in ms; null = none yet. */
  z.strictObject({ type: z.literal('heartbeat'), rendererMs: durationMs.nullable() }),
  /** Staff gave the right PIN: the shell leaves the kiosk. */
  z.strictObject({ type: z.literal('exit-requested') }),
]);
export type FromService = z.infer<typeof fromService>;
