import { expect, test } from 'vitest';
import { boottime } from './clock.ts';

test('counts single milliseconds between the steps of the coarse clock', () => {
  let now = 1_000_000;
  const clock = boottime(
    () => Math.floor(now / 10) * 10,
    () => now - 990_000,
  );
  const seen: number[] = [];
  for (; now < 1_000_030; now += 1) seen.push(clock());
  expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => 1_000_000 + n));
});

test('counts the time of a suspend, which the steady clock leaves out', () => {
  let sinceBoot = 50_000;
  let steady = 100;
  const clock = boottime(
    () => sinceBoot,
    () => steady,
  );
  sinceBoot += 3_600_010;
  steady += 10;
  expect(clock()).toBe(50_000 + 3_600_010);
  sinceBoot += 5;
  steady += 5;
  expect(clock()).toBe(50_000 + 3_600_015);
});
