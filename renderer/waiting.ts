/** Resolves after `ms`, or at once when `signal` aborts. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** No answer came in time; it may still come to pass. */
export class NoAnswer extends Error {}

/** Rejects when `work` takes longer than `ms` (`NoAnswer`), or at once when `signal` aborts. */
export async function within<T>(delay: Delay, ms: number, work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const late = delay(ms, AbortSignal.any([done.signal, signal])).then(() => {
    throw new NoAnswer('no answer in time');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    done.abort();
  }
}

/** A line that dies while a call waits must not leave the caller waiting. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('the line is gone'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
