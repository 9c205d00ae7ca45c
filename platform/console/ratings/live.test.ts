import { describe, expect, it } from 'vitest';
import type { BusMessages } from '../../context.ts';
import { CHECK_MS, GATHER_MS, type LiveRating, liveRatings, MAX_WAITING } from './live.ts';

/** Timers that end when the test says so. */
function handTimers() {
  const pending = new Map<object, { ms: number; f: () => void }>();
  return {
    after(ms: number, f: () => void) {
      const key = {};
      pending.set(key, { ms, f });
      return () => pending.delete(key);
    },
    waiting: () => [...pending.values()].map((p) => p.ms),
    /** Ends every timer of this length. */
    end(ms: number) {
      for (const [key, p] of pending) {
        if (p.ms !== ms) continue;
        pending.delete(key);
        p.f();
      }
    },
  };
}

/** Lets everything that can go on without a timer do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function stream(alive: () => boolean = () => true) {
  const listeners = new Set<(m: BusMessages['ratings']) => void>();
  const timers = handTimers();
  const reads: string[][] = [];
  const abort = new AbortController();
  const iterator = liveRatings({
    bus: {
      subscribe(_topic, listener) {
        listeners.add(listener as (m: BusMessages['ratings']) => void);
        return () => listeners.delete(listener as (m: BusMessages['ratings']) => void);
      },
    },
    timers,
    read: async (ids) => {
      reads.push(ids);
      return ids.map((id, i) => ({ id, receivedMs: i }));
    },
    alive: async () => alive(),
    signal: abort.signal,
  });
  const seen: LiveRating[] = [];
  const ended = (async () => {
    for await (const rating of iterator) seen.push(rating);
  })();
  const publish = (...ids: string[]) => {
    for (const listener of listeners) listener({ ids });
  };
  return { listeners, timers, reads, seen, ended, publish, abort };
}

describe('the live stream', () => {
  it('gathers what comes in close together into one reading', async () => {
    const s = stream();
    await settle();
    expect(s.timers.waiting()).toEqual([CHECK_MS]);
    s.publish('a');
    await settle();
    s.publish('b', 'a');
    expect(s.timers.waiting()).toEqual([GATHER_MS]);
    s.timers.end(GATHER_MS);
    await settle();
    expect(s.reads).toEqual([['a', 'b']]);
    expect(s.seen.map((r) => r.id)).toEqual(['a', 'b']);
    s.abort.abort();
    await s.ended;
  });

  it('keeps the newest of a burst and no more', async () => {
    const s = stream();
    await settle();
    s.publish(...Array.from({ length: MAX_WAITING + 10 }, (_, i) => String(i)));
    await settle();
    s.timers.end(GATHER_MS);
    await settle();
    expect(s.reads[0]).toHaveLength(MAX_WAITING);
    expect(s.reads[0]?.[0]).toBe('10');
    s.abort.abort();
    await s.ended;
  });

  it('ends with the session, even when nothing comes in', async () => {
    let alive = true;
    const s = stream(() => alive);
    await settle();
    s.timers.end(CHECK_MS);
    await settle();
    expect(s.listeners.size).toBe(1);
    alive = false;
    s.timers.end(CHECK_MS);
    await s.ended;
    expect(s.listeners.size).toBe(0);
  });

  it('tells nothing that came in after the session ended', async () => {
    const s = stream(() => false);
    await settle();
    s.publish('a');
    await settle();
    s.timers.end(GATHER_MS);
    await s.ended;
    expect(s.seen).toEqual([]);
  });

  it('ends at once, with no timer left, when the reader goes away', async () => {
    const s = stream();
    await settle();
    s.abort.abort();
    await s.ended;
    expect(s.timers.waiting()).toEqual([]);
    expect(s.listeners.size).toBe(0);
  });
});
