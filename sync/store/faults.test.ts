import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FailingDisk, failingDisk } from '../testing/failing-disk.ts';
import { sampleRating, uuidOf } from '../testing/sample.ts';
import { save, sendable, type TempStore, tempStore } from '../testing/temp-store.ts';
import { classify } from './faults.ts';
import { GRACE_MS, type TerminalStore } from './store.ts';

let temp: TempStore;
let disk: FailingDisk;
let store: TerminalStore;
beforeEach(() => {
  temp = tempStore();
  disk = failingDisk();
  store = temp.open({}, disk);
});
afterEach(() => temp.dispose());

/** Saves until one is refused; returns how many were taken. */
function saveUntilRefused(text = 'x'.repeat(150)): number {
  for (let n = 0; n < 500; n += 1) {
    const saved = store.saveRating(sampleRating(`fill-${n}`, { text }), 0);
    if (!saved.ok) {
      expect(saved.error.code).toBe('store.full');
      return n;
    }
  }
  throw new Error('never full');
}

describe('a full disk', () => {
  test('refuses new work visibly, loses nothing, and takes it again when there is room', () => {
    const onChange = vi.fn();
    store.onChange(onChange);
    disk.fill();
    const taken = saveUntilRefused();
    expect(store.fault()).toBe('store.full');
    expect(onChange).toHaveBeenCalled();
    expect(existsSync(join(temp.dir, 'ballast'))).toBe(false);
    expect(store.queue().ready).toBe(taken);
    store.maintain();
    expect(store.fault()).toBe('store.full');
    disk.empty();
    store.maintain();
    expect(store.fault()).toBeNull();
    expect(existsSync(join(temp.dir, 'ballast'))).toBe(true);
    save(store, 'after');
    expect(sendable(temp.reopen(store))).toHaveLength(taken + 1);
  });

  test('a rating that was refused may be saved again, and a later fault does not take it back', () => {
    disk.fill();
    const taken = saveUntilRefused();
    disk.empty();
    store.maintain();
    expect(store.saveRating(sampleRating(`fill-${taken}`), 0).ok).toBe(true);
    disk.breakNext('SQLITE_IOERR_FSYNC');
    store.settle([]);
    expect(store.fault()).toBe('store.fault');
    store.maintain();
    expect(store.fault()).toBeNull();
    expect(sendable(store)).toHaveLength(taken + 1);
  });

  test('lets go of rows that the hub has held for longer than the grace, by the hub’s own clock', async () => {
    for (let n = 0; n < 20; n += 1) save(store, n);
    const seqs = sendable(store);
    store.settle(seqs.map((seq) => ({ seq, outcome: 'stored' })));
    store.reconcile([[1, 20]], 1_000_000);
    const { bootId } = temp.time.clock;
    store.putAnchor({ bootId, boottimeMs: temp.time.clock.boottimeMs(), serverMs: 1_000_000, rttMs: 10 });
    await temp.time.advance(GRACE_MS + 60_000);
    disk.fill();
    const before = saveUntilRefused();
    disk.empty();
    store.maintain();
    expect(store.fault()).toBeNull();
    // None of the twenty is there to be sent again.
    expect(store.reconcile([], 1_000_000)).toMatchObject({ again: 0 });
    expect(sendable(store)).toHaveLength(before);
  });

  test('found at the start, it is told at once and what waits can still be sent', () => {
    save(store, 1);
    store.close();
    const full = temp.open({ ballastBytes: 1e15 });
    expect(full.fault()).toBe('store.full');
    expect(full.saveRating(sampleRating(2), 0)).toMatchObject({ ok: false, error: { code: 'store.full' } });
    expect(sendable(full)).toEqual([1]);
    expect(full.settle([{ seq: 1, outcome: 'stored' }])).toBe(true);
  });
});

describe('a disk that fails', () => {
  test('stops the store until it could be reopened and checked', () => {
    save(store, 1);
    disk.breakNext('SQLITE_IOERR_FSYNC');
    disk.refuseOpening('store.fault');
    expect(store.saveRating(sampleRating(2), 0)).toMatchObject({ ok: false, error: { code: 'store.fault' } });
    expect(store.fault()).toBe('store.fault');
    store.maintain();
    expect(store.saveRating(sampleRating(3), 0)).toMatchObject({ ok: false, error: { code: 'store.fault' } });
    expect(store.queue()).toMatchObject({ ready: 0 });
    disk.refuseOpening(null);
    store.maintain();
    expect(store.fault()).toBeNull();
    expect(sendable(store)).toEqual([1]);
  });

  test('what was answered as not saved is not sent, even if its bytes reached the disk', () => {
    disk.breakNext('SQLITE_IOERR_FSYNC', true);
    expect(store.saveRating(sampleRating(1), 0).ok).toBe(false);
    store.maintain();
    expect(sendable(store)).toEqual([]);
    expect(store.hasRated('WD-1', 2)).toBe(false);
    // The citizen tapped again.
    expect(store.saveRating(sampleRating(1), 0).ok).toBe(true);
    expect(sendable(store)).toHaveLength(1);
  });

  test('leaves a rating within its undo time with its citizen', () => {
    save(store, 1, 60_000);
    disk.breakNext('SQLITE_IOERR_WRITE');
    store.settle([]);
    store.maintain();
    expect(sendable(store)).toEqual([]);
    expect(store.withdrawRating(uuidOf(1)).ok).toBe(true);
  });

  test('does not put a database aside that the check finds wrong; it stays at fault', () => {
    save(store, 1);
    disk.breakNext('SQLITE_IOERR_READ');
    store.settle([]);
    disk.refuseOpening('store.corrupt');
    store.maintain();
    expect(store.fault()).toBe('store.fault');
    expect(existsSync(join(temp.dir, 'quarantine'))).toBe(false);
  });

  test('does not come to life again once it is closed', () => {
    disk.breakNext('SQLITE_IOERR_READ');
    store.settle([]);
    store.close();
    store.maintain();
    expect(store.saveRating(sampleRating(1), 0).ok).toBe(false);
    expect(temp.tryOpen().ok).toBe(true);
  });
});

describe('corruption that is met while running', () => {
  test('puts the database aside and saves what is unsent into a new one', () => {
    save(store, 1);
    const { epoch } = store;
    disk.breakNext('SQLITE_CORRUPT');
    store.settle([]);
    expect(store.fault()).toBe('store.fault');
    disk.refuseOpening('store.corrupt', 1);
    store.maintain();
    expect(store.fault()).toBeNull();
    expect(store.epoch).not.toBe(epoch);
    expect(store.recovered).toMatchObject({ salvaged: 1 });
    expect(store.nextBatch(0).items.map((i) => JSON.parse(i.body).id)).toEqual([uuidOf(1)]);
  });
  test('that the check does not find again costs nothing', () => {
    save(store, 1);
    const { epoch } = store;
    disk.breakNext('SQLITE_CORRUPT');
    store.settle([]);
    store.maintain();
    expect(store.epoch).toBe(epoch);
    expect(sendable(store)).toEqual([1]);
  });
});

test('a data directory that cannot be one is told as a fault', () => {
  const file = join(temp.dir, 'a-file');
  writeFileSync(file, '');
  expect(temp.tryOpen({ dir: join(file, 'data') })).toMatchObject({
    ok: false,
    error: { code: 'store.fault' },
  });
});

test.skipIf(process.getuid?.() === 0)('a directory that may not be written is told as a fault', () => {
  const dir = join(temp.dir, 'read-only');
  mkdirSync(dir);
  chmodSync(dir, 0o500);
  expect(temp.tryOpen({ dir })).toMatchObject({ ok: false, error: { code: 'store.fault' } });
});

test('an error that is no fault of the disk is a bug and goes on', () => {
  expect(() => classify(new TypeError('bug'))).toThrow(TypeError);
  expect(() => classify(Object.assign(new Error('x'), { code: 'SQLITE_CONSTRAINT' }))).toThrow('x');
  expect(classify({ code: 'SQLITE_IOERR_FSYNC' })).toEqual({
    code: 'store.fault',
    detail: 'SQLITE_IOERR_FSYNC',
  });
  expect(classify({ code: 'ENOSPC' }).code).toBe('store.full');
});
