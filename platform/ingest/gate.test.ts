import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualTimers } from '../testing/virtual-timers.ts';
import { createGate } from './gate.ts';

/** Work that ends when it is told to. */
function work() {
  let end = (): void => undefined;
  const done = new Promise<string>((resolve) => {
    end = () => resolve('done');
  });
  return { run: () => done, end: () => end() };
}
const settle = (): Promise<void> => new Promise((r) => setImmediate(r));

test('so many pass, so many wait in order, the rest are turned away', async () => {
  const gate = createGate({ active: 1, waiting: 1, waitMs: 1_000, timers: virtualTimers() });
  const [first, second] = [work(), work()];
  const one = gate.pass(first.run);
  const two = gate.pass(second.run);
  expect(await gate.pass(work().run)).toBeNull();
  first.end();
  second.end();
  expect(await Promise.all([one, two])).toEqual(['done', 'done']);
});

test('who waits too long is turned away and leaves the line', async () => {
  const timers = virtualTimers();
  const gate = createGate({ active: 1, waiting: 1, waitMs: 1_000, timers });
  const first = work();
  const one = gate.pass(first.run);
  const two = gate.pass(work().run);
  await settle();
  timers.pass(1_000);
  expect(await two).toBeNull();
  const third = work();
  const three = gate.pass(third.run);
  first.end();
  third.end();
  expect(await Promise.all([one, three])).toEqual(['done', 'done']);
});

test('work that fails leaves its place', async () => {
  const gate = createGate({ active: 1, waiting: 0, waitMs: 1, timers: virtualTimers() });
  await expect(gate.pass(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(await gate.pass(async () => 1)).toBe(1);
});

test('never more at a time than may be, and no place is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 40 }),
      async (active, fails) => {
        const gate = createGate({ active, waiting: 100, waitMs: 1_000, timers: virtualTimers() });
        let now = 0;
        const one = async (bad: boolean): Promise<void> => {
          now += 1;
          expect(now).toBeLessThanOrEqual(active);
          await settle();
          now -= 1;
          if (bad) throw new Error('bad');
        };
        await Promise.allSettled(fails.map((bad) => gate.pass(() => one(bad))));
        const again = Array.from({ length: active }, () => gate.pass(async () => 'free'));
        expect(await Promise.all(again)).toEqual(again.map(() => 'free'));
      },
    ),
    { numRuns: 50 },
  );
});
