import { expect, test } from 'vitest';
import type { BusMessages } from '../context.ts';
import { virtualTimers } from '../testing/virtual-timers.ts';
import { createWatch } from './watch.ts';

const settle = (): Promise<void> => new Promise((r) => setImmediate(r));

function setup() {
  const timers = virtualTimers();
  const looks = new Set<(m: BusMessages['requestState']) => void>();
  const gaps = new Set<() => void>();
  const bus = {
    subscribe: (_topic: string, listener: unknown) => {
      looks.add(listener as (m: BusMessages['requestState']) => void);
      return () => void looks.delete(listener as (m: BusMessages['requestState']) => void);
    },
    onGap: (listener: () => void) => {
      gaps.add(listener);
      return () => void gaps.delete(listener);
    },
  };
  let state = 'waiting';
  const untilMs = 60_000;
  const watch = createWatch({ bus: bus as never, timers });
  const wait = (waitMs: number, signal?: AbortSignal) =>
    watch.wait({
      requestId: 'r',
      waitMs,
      signal,
      read: async () => ({ value: state, changed: state !== 'waiting', untilMs }),
    });
  return {
    timers,
    wait,
    become(next: string): void {
      state = next;
    },
    tell: (requestId = 'r') => looks.forEach((l) => void l({ requestId })),
    gap: () => gaps.forEach((l) => void l()),
    listeners: () => looks.size + gaps.size,
  };
}

test('answers at the change, and forgets its listeners', async () => {
  const s = setup();
  const answer = s.wait(20_000);
  await settle();
  s.become('rung');
  s.tell('another');
  await settle();
  s.tell();
  expect(await answer).toBe('rung');
  expect(s.listeners()).toBe(0);
});

test('a change between the look and the wait is not missed', async () => {
  const s = setup();
  const answer = s.wait(20_000);
  s.become('rung');
  s.tell();
  expect(await answer).toBe('rung');
});

test('answers as it is when the time is over, when the caller is gone, or when there is nothing to wait', async () => {
  const s = setup();
  const over = s.wait(20_000);
  await settle();
  s.timers.pass(20_000);
  expect(await over).toBe('waiting');
  const gone = new AbortController();
  const answer = s.wait(20_000, gone.signal);
  await settle();
  gone.abort();
  expect(await answer).toBe('waiting');
  expect(await s.wait(0)).toBe('waiting');
  expect(s.listeners()).toBe(0);
});

test('looks again after a gap', async () => {
  const s = setup();
  const answer = s.wait(20_000);
  await settle();
  s.become('cancelled');
  s.gap();
  expect(await answer).toBe('cancelled');
});
