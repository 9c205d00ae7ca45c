import { expect, test } from 'vitest';
import { ok, type Result } from '../contracts/result.ts';
import { virtualTime } from '../contracts/testing/virtual-time.ts';
import { createTurns } from './turns.ts';

function setUp(mostWaiting = 2) {
  const time = virtualTime();
  const turns = createTurns(mostWaiting, time.timers);
  const ends: (() => void)[] = [];
  const work = () =>
    new Promise<Result<string>>((resolve) => {
      ends.push(() => resolve(ok('done')));
    });
  return { time, turns, ends, work };
}

test('one at a time, in order', async () => {
  const { time, turns, ends, work } = setUp();
  const all = [turns.take(1_000, work), turns.take(1_000, work)];
  await time.advance(0);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await time.advance(0);
  expect(ends).toHaveLength(2);
  expect(turns.free()).toBe(false);
  ends[1]?.();
  expect(await Promise.all(all)).toEqual([ok('done'), ok('done')]);
  expect(turns.free()).toBe(true);
});

test('too many and too long a wait are device.busy', async () => {
  const { time, turns, ends, work } = setUp(1);
  void turns.take(1_000, work);
  const waiting = turns.take(1_000, work);
  expect(await turns.take(1_000, work)).toMatchObject({ error: { code: 'device.busy' } });
  await time.advance(1_000);
  expect(await waiting).toMatchObject({ error: { code: 'device.busy' } });
  ends[0]?.();
  await time.advance(0);
  expect(ends).toHaveLength(1);
  expect(turns.free()).toBe(true);
});

test('stopping ends what waits; idle tells when the last work is over', async () => {
  const { time, turns, ends, work } = setUp();
  const working = turns.take(1_000, work);
  const waiting = turns.take(1_000, work);
  turns.stop();
  expect(await waiting).toMatchObject({ error: { code: 'device.stopped' } });
  expect(await turns.take(1_000, work)).toMatchObject({ error: { code: 'device.stopped' } });
  let idle = false;
  void turns.idle().then(() => {
    idle = true;
  });
  await time.advance(0);
  expect(idle).toBe(false);
  ends[0]?.();
  expect(await working).toEqual(ok('done'));
  await time.advance(0);
  expect(idle).toBe(true);
});

test('work that throws lets the next begin', async () => {
  const { turns } = setUp();
  const broken = turns.take(1_000, () => Promise.reject(new Error('a bug')));
  const next = turns.take(1_000, async () => ok(1));
  await expect(broken).rejects.toThrow('a bug');
  expect(await next).toEqual(ok(1));
});
