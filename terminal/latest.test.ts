import { expect, test } from 'vitest';
import { Latest } from './latest.ts';

test('a reader gets the present value at once and then only the newest', async () => {
  const latest = new Latest(1);
  const reader = latest.follow(undefined);
  expect((await reader.next()).value).toBe(1);
  latest.set(2);
  latest.set(3);
  expect((await reader.next()).value).toBe(3);
});

test('a waiting reader is woken by a change', async () => {
  const latest = new Latest('a');
  const reader = latest.follow(undefined);
  await reader.next();
  const next = reader.next();
  latest.set('b');
  expect((await next).value).toBe('b');
});

test('a reader that is gone ends', async () => {
  const latest = new Latest(1);
  const gone = new AbortController();
  const reader = latest.follow(gone.signal);
  await reader.next();
  const next = reader.next();
  gone.abort();
  expect((await next).done).toBe(true);
});
