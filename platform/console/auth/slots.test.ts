import { expect, it } from 'vitest';
import { slots } from './slots.ts';

/** A job that ends when told to. */
function job() {
  let end = (): void => {};
  const done = new Promise<string>((resolve) => {
    end = () => resolve('done');
  });
  return { run: () => done, end };
}

it('runs no more than it has slots for, in turn, and answers null when the queue is full', async () => {
  const s = slots(1, 1);
  const first = job();
  const started: string[] = [];
  const one = s.run(first.run);
  const two = s.run(async () => {
    started.push('two');
    return 2;
  });
  expect(await s.run(async () => 3)).toBeNull();
  expect(started).toEqual([]);
  first.end();
  expect(await one).toBe('done');
  expect(await two).toBe(2);
  expect(await s.run(async () => 4)).toBe(4);
});

it('gives the slot back when a job throws', async () => {
  const s = slots(1, 0);
  await expect(
    s.run(async () => {
      throw new Error('bug');
    }),
  ).rejects.toThrow('bug');
  expect(await s.run(async () => 'next')).toBe('next');
});
