import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventTime as eventTimeSchema } from '../../contracts/ingest.ts';
import { save, type TempStore, tempStore } from '../testing/temp-store.ts';
import { eventTime } from './event-time.ts';
import type { TerminalStore } from './store.ts';

let temp: TempStore;
beforeEach(() => {
  temp = tempStore();
});
afterEach(() => temp.dispose());
const timeOf = (store: TerminalStore) => store.nextBatch(0).items[0]?.at;

test('comes from the hub’s clock when this boot has met it, even later, whatever the wall clock did', async () => {
  const { time } = temp;
  time.setWall(0);
  const store = temp.open();
  save(store, 1);
  await time.advance(60_000);
  const boottimeMs = time.clock.boottimeMs();
  store.putAnchor({ bootId: time.clock.bootId, boottimeMs, serverMs: 1_700_000_060_000, rttMs: 40 });
  time.setWall(9e12);
  // Half the round trip, and 100 ppm of the minute in between.
  expect(timeOf(store)).toEqual({ ms: 1_700_000_000_000, uncertaintyMs: 26, clock: 'anchor' });
  expect(timeOf(temp.reopen(store))?.ms).toBe(1_700_000_000_000);
});

test('is the wall clock’s, with a day of doubt, when this boot never met the hub', () => {
  const { time } = temp;
  time.setWall(1_780_000_000_000);
  const before = temp.open();
  save(before, 1);
  time.reboot('boot-2');
  const store = temp.reopen(before);
  store.putAnchor({ bootId: 'boot-2', boottimeMs: 0, serverMs: 1_700_000_000_000, rttMs: 10 });
  expect(timeOf(store)).toEqual({ ms: 1_780_000_000_000, uncertaintyMs: 86_400_000, clock: 'wall' });
});

test('a clock at 1970 is told as knowing nothing', () => {
  expect(eventTime({ wallMs: 1_234, bootId: 'b', boottimeMs: 5 }, null)).toEqual({
    ms: 1_234,
    uncertaintyMs: 1e12,
    clock: 'wall',
  });
});

test('a worse anchor does not replace a better one, until the better one has drifted off', () => {
  const store = temp.open();
  save(store, 1);
  const { bootId } = temp.time.clock;
  store.putAnchor({ bootId, boottimeMs: 1_000, serverMs: 5_000_000, rttMs: 20 });
  store.putAnchor({ bootId, boottimeMs: 2_000, serverMs: 9_999_999, rttMs: 4_000 });
  expect(timeOf(store)?.ms).toBe(5_000_000);
  // A hundred parts in a million of ten hours are more than the two seconds of the bad round trip.
  store.putAnchor({ bootId, boottimeMs: 36_001_000, serverMs: 41_000_500, rttMs: 4_000 });
  expect(timeOf(store)?.ms).toBe(5_000_500);
});

test('is always one that the contract takes', () => {
  const ms = fc.double({ min: 0, max: 8e15, noNaN: true });
  const up = fc.double({ min: 0, max: 4e11, noNaN: true });
  fc.assert(
    fc.property(
      ms,
      up,
      fc.option(fc.record({ boottimeMs: up, serverMs: ms, rttMs: up })),
      (wall, boot, a) => {
        const stamp = { wallMs: wall, bootId: 'b', boottimeMs: boot };
        const at = eventTime(stamp, a === null ? null : { ...a, bootId: 'b' });
        expect(eventTimeSchema.safeParse(at).success).toBe(true);
      },
    ),
  );
});
