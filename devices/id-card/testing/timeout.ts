/** A nightly run generates millions of inputs. */
export const FUZZ_TIMEOUT_MS = 60 * 60_000;
