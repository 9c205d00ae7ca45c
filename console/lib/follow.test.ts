import { describe, expect, it } from 'vitest';
import { follow, wait } from './follow.ts';

async function* stream(events: string[], breaks: boolean) {
  yield* events;
  if (breaks) throw new Error('cut');
}

describe('follow', () => {
  it('opens again after an end, a break and a refused opening, and stops when told', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const openings = [
      () => Promise.resolve(stream(['a'], false)),
      () => Promise.resolve(stream(['b'], true)),
      () => Promise.reject(new Error('refused')),
      () => Promise.resolve(stream(['c'], false)),
    ];
    const waits: number[] = [];
    await follow<string>({
      open: () => (openings.shift() ?? (() => Promise.reject(new Error('over'))))(),
      up: () => seen.push('up'),
      on: (event) => seen.push(event),
      down: () => seen.push('down'),
      wait: async (ms) => {
        waits.push(ms);
        if (openings.length === 0) stop.abort();
      },
      random: () => 0.999,
      signal: stop.signal,
    });
    expect(seen).toEqual(['up', 'a', 'down', 'up', 'b', 'down', 'down', 'up', 'c', 'down']);
    expect(Math.max(...waits)).toBeLessThanOrEqual(31_000);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
  });

  it('waits longer while it cannot be opened, up to its cap', async () => {
    const stop = new AbortController();
    const waits: number[] = [];
    await follow({
      open: () => Promise.reject(new Error('refused')),
      up: () => undefined,
      on: () => undefined,
      down: () => undefined,
      wait: async (ms) => {
        waits.push(ms);
        if (waits.length === 20) stop.abort();
      },
      random: () => 0.999,
      signal: stop.signal,
    });
    expect(waits[3]).toBeGreaterThan(waits[0] ?? 0);
    expect(waits.at(-1)).toBe(1_000 + 29_970);
  });
});

describe('wait', () => {
  it('ends at once when told to stop', async () => {
    const stop = new AbortController();
    const waiting = wait(60_000, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
    await expect(wait(60_000, stop.signal)).resolves.toBeUndefined();
  });
});
