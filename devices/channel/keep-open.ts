import type { Clock, Timers } from '../../contracts/clock.ts';
import { fail } from '../../contracts/result.ts';
import type { ByteChannel, ChannelCode, Line, OpenChannel } from './types.ts';

/** Looked for this often, so that a device that is back is open well within 2 s. */
const MISSING_MS = 500;
/** Another program has the port: it will not give it back in a moment. */
const BUSY_MS = 2_000;
const OPEN_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 3_000;

/** Opens the channel, watches it, and opens it again whenever it is gone, until `stop`. */
export function keepOpen(open: OpenChannel, { clock, timers }: { clock: Clock; timers: Timers }): Line {
  const listeners = new Set<() => void>();
  let channel: ByteChannel | null = null;
  let code: ChannelCode | null = null;
  const stopping = new AbortController();
  let triedAt = Number.NEGATIVE_INFINITY;
  let cancelRetry: (() => void) | null = null;
  /** Settles when the attempt or closing that is under way is over. */
  let working: Promise<void> | null = null;

  function set(next: ByteChannel | null, why: ChannelCode | null): void {
    if (next === channel && why === code) return;
    channel = next;
    code = why;
    for (const listener of [...listeners]) listener();
  }

  function retryIn(ms: number): void {
    if (stopping.signal.aborted || cancelRetry !== null) return;
    cancelRetry = timers.after(ms, () => {
      cancelRetry = null;
      work(attempt);
    });
  }

  /** One thing at a time: an attempt never overlaps another, nor a closing. */
  function work(task: () => Promise<void>): void {
    const done = (working ?? Promise.resolve()).then(task).finally(() => {
      if (working === done) working = null;
    });
    working = done;
  }

  async function attempt(): Promise<void> {
    if (stopping.signal.aborted || channel !== null) return;
    triedAt = clock.boottimeMs();
    const opened = await openInTime(open, timers, stopping.signal);
    if (!opened.ok) {
      if (!stopping.signal.aborted) set(null, opened.error.code);
      retryIn(opened.error.code === 'device.portBusy' ? BUSY_MS : MISSING_MS);
      return;
    }
    const fresh = opened.value;
    if (stopping.signal.aborted) return closeInTime(fresh, timers);
    set(fresh, null);
    fresh.onClose((why) => {
      if (channel === fresh) lose(why);
    });
  }

  /** The next attempt comes at once, but never twice within `MISSING_MS`. */
  function lose(why: ChannelCode | null): void {
    set(null, why);
    retryIn(Math.max(0, triedAt + MISSING_MS - clock.boottimeMs()));
  }

  work(attempt);
  return {
    channel: () => channel,
    code: () => code,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reopen() {
      const dropped = channel;
      if (dropped === null) return;
      lose(null);
      work(() => closeInTime(dropped, timers));
    },
    async stop() {
      stopping.abort();
      cancelRetry?.();
      cancelRetry = null;
      const dropped = channel;
      if (dropped !== null) {
        work(() => closeInTime(dropped, timers));
        set(null, null);
      }
      while (working !== null) await working;
    },
  };
}

/** A channel that opens after the time is up, or after `signal`, is closed again. */
function openInTime(open: OpenChannel, timers: Timers, signal: AbortSignal): ReturnType<OpenChannel> {
  return new Promise((resolve) => {
    let isLate = false;
    function giveUp(): void {
      isLate = true;
      cancel();
      signal.removeEventListener('abort', giveUp);
      resolve(fail('device.missing', 'opening took too long'));
    }
    const cancel = timers.after(OPEN_TIMEOUT_MS, giveUp);
    signal.addEventListener('abort', giveUp);
    void open().then((opened) => {
      if (isLate) {
        if (opened.ok) void opened.value.close();
        return;
      }
      cancel();
      signal.removeEventListener('abort', giveUp);
      resolve(opened);
    });
  });
}

function closeInTime(channel: ByteChannel, timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(CLOSE_TIMEOUT_MS, resolve);
    void channel.close().finally(() => {
      cancel();
      resolve();
    });
  });
}
