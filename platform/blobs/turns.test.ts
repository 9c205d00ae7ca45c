import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('so many at a time, in the order in which they came, whatever becomes of each', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ ticks: fc.nat(5), fails: fc.boolean() }), { maxLength: 30 }),
      async (active, works) => {
        const turns = createTurns(active);
        const begun: number[] = [];
        let running = 0;
        let most = 0;
        const done = await Promise.allSettled(
          works.map(({ ticks, fails }, n) =>
            turns.take(async () => {
              begun.push(n);
              running += 1;
              most = Math.max(most, running);
              for (let i = 0; i < ticks; i += 1) await Promise.resolve();
              running -= 1;
              if (fails) throw new Error('failed');
              return n;
            }),
          ),
        );
        expect(begun).toEqual(works.map((_, n) => n));
        expect(most).toBeLessThanOrEqual(active);
        expect(done.map((d) => d.status === 'rejected')).toEqual(works.map((w) => w.fails));
      },
    ),
  );
});

test('one that hangs keeps its own place only', async () => {
  const turns = createTurns(2);
  void turns.take(() => new Promise(() => undefined));
  expect(await turns.take(async () => 'a')).toBe('a');
  expect(await turns.take(async () => 'b')).toBe('b');
});
