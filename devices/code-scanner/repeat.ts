import { createHash } from 'node:crypto';

/** The same code read again within this time is an immediate repeat: it is still held before the scanner. */
export const REPEAT_MS = 2_000;

/** The last code that was handed on, by its digest: the bytes themselves may be a person's. `at`: when it was last seen. */
export interface Seen {
  digest: string;
  at: number;
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

/** Whether this is the code just handed on; each sight of it makes the time anew. `now`: ms of the boot clock. */
export const isRepeat = (seen: Seen | null, digest: string, now: number): boolean =>
  seen !== null && seen.digest === digest && now - seen.at < REPEAT_MS;
