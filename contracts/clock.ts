/**
 * Time as a value that is handed in, so that tests own it.
 * `monotonicMs` counts since boot and never jumps; `bootId` tells one boot from the next.
 */
export interface Clock {
  /** The machine's own idea of UTC, in ms: may be wrong or jump. */
  wallMs(): number;
  /** ms since boot, suspend included. */
  boottimeMs(): number;
  bootId: string;
}

/** Timers as a value that is handed in. */
export interface Timers {
  /** Runs `f` once after `ms`; the returned function cancels it. */
  after(ms: number, f: () => void): () => void;
}
