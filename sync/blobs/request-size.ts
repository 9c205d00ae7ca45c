import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';

/** Least that a 413 leads to. */
const MIN_BYTES = 64 * 1024;
/** A request takes no longer than this at the speed allowed: servers end those that do. */
const REQUEST_S = 60;
/** A PATCH takes about this time when the line is fast: its answer is what a screen shows. */
const PATCH_MS = 1_000;
/** In chunks. */
const MAX_PATCH = 16;
/** One is at most so many times as long as the one before. */
const GROWTH = 4;

/**
 * How long the next request may be, bytes. The hub records every chunk within a PATCH, so a cut costs no more when it
 * is long; a proxy that holds requests back until they are whole costs a second's worth.
 */
export function createRequestSize({
  rate,
  chunkBytes: chunk = BLOB_CHUNK_BYTES,
}: {
  /** Bytes a second that may go now; 0 or infinite: no limit. */
  rate: () => number;
  /** Tests use small ones. */
  chunkBytes?: number | undefined;
}) {
  /** Smaller after a 413, for as long as the link lives: what stands between does not change by the hour. */
  let limit = chunk * MAX_PATCH;
  let wanted = chunk;
  const within = (bytes: number): number =>
    Math.max(1, Math.floor(Math.min(bytes, limit, rate() * REQUEST_S || limit)));

  return {
    put: (): number => within(chunk),
    patch: (): number => within(wanted),
    /** A PATCH arrived whole. */
    went(bytes: number, ms: number): void {
      // The rest of a blob says nothing.
      if (bytes < within(wanted)) return;
      const inTime = (bytes * PATCH_MS) / Math.max(1, ms);
      wanted = Math.max(chunk, Math.min(inTime, bytes * GROWTH, limit));
    },
    /** A PATCH was cut, or refused. */
    cut(): void {
      wanted = chunk;
    },
    /** A request of so many bytes met a 413. False: it cannot be made smaller. */
    tooLarge(bytes: number): boolean {
      const least = Math.min(MIN_BYTES, chunk);
      if (Math.min(bytes, limit) <= least) return false;
      limit = Math.max(least, Math.floor(Math.min(bytes, limit) / 2));
      return true;
    },
  };
}
