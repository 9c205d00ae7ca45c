import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_BATCH_BYTES } from '../../contracts/ingest.ts';
import { ratingBody } from '../../contracts/rating.ts';
import { sampleRating, uuidOf } from '../testing/sample.ts';
import { save, sendable, type TempStore, tempStore } from '../testing/temp-store.ts';
import { GRACE_MS } from './store.ts';

let temp: TempStore;
beforeEach(() => {
  temp = tempStore();
});
afterEach(() => temp.dispose());

describe('a saved rating', () => {
  test('is there after a restart, byte for byte, under the same epoch', () => {
    const first = temp.open();
    const seq = save(first, 1);
    const second = temp.reopen(first);
    expect(second.epoch).toBe(first.epoch);
    const item = second.nextBatch(0).items[0];
    expect(item).toMatchObject({ seq, kind: 'rating' });
    expect(ratingBody.parse(JSON.parse(item?.body ?? ''))).toEqual(sampleRating(1));
    expect(item?.sha256).toBe(
      createHash('sha256')
        .update(item?.body ?? '')
        .digest('hex'),
    );
  });

  test('is nowhere on the disk in the clear', () => {
    const store = temp.open();
    store.saveRating(
      sampleRating(1, {
        text: '窗口人员非常耐心',
        case: { caseNo: 'WD-SECRET-77', stage: 2, itemCode: null, itemName: null },
      }),
      0,
    );
    store.close();
    const bytes = Buffer.concat(
      readdirSync(temp.dir)
        .filter((f) => f.startsWith('terminal.db'))
        .map((f) => readFileSync(join(temp.dir, f))),
    );
    expect(bytes.includes('窗口人员非常耐心')).toBe(false);
    expect(bytes.includes('WD-SECRET-77')).toBe(false);
  });

  test('is held back until it is released, or its hold ends, or the process starts anew', async () => {
    const store = temp.open();
    save(store, 'released', 60_000);
    save(store, 'held', 60_000);
    expect(sendable(store)).toEqual([]);
    store.release(uuidOf('released'));
    expect(sendable(store)).toEqual([1]);
    await temp.time.advance(60_000);
    expect(sendable(store)).toEqual([1, 2]);
    save(store, 'third', 60_000);
    expect(sendable(temp.reopen(store))).toEqual([1, 2, 3]);
  });

  test('a held row does not hold back the rows behind it', () => {
    const store = temp.open();
    save(store, 'held', 60_000);
    save(store, 'free');
    expect(sendable(store)).toEqual([2]);
  });

  test('can be added to while it is held and not after', () => {
    const store = temp.open();
    save(store, 1, 60_000);
    const more = sampleRating(1, { tags: ['413'], text: '很好', anonymous: true });
    expect(store.amendRating(more).ok).toBe(true);
    store.release(more.id);
    expect(store.amendRating(sampleRating(1))).toMatchObject({ ok: false, error: { code: 'undo.late' } });
    expect(JSON.parse(store.nextBatch(0).items[0]?.body ?? '')).toEqual(more);
  });

  test('withdrawn leaves nothing to send and frees its case', () => {
    const store = temp.open();
    save(store, 1, 60_000);
    expect(store.hasRated('WD-1', 2)).toBe(true);
    expect(store.withdrawRating(uuidOf(1)).ok).toBe(true);
    expect(store.hasRated('WD-1', 2)).toBe(false);
    expect(store.queue()).toMatchObject({ ready: 0, dead: 0 });
    const again = temp.reopen(store);
    expect(sendable(again)).toEqual([]);
    expect(save(again, 'again')).toBe(2);
  });

  test('is known as rated by case and stage after a restart', () => {
    const store = temp.open();
    save(store, 1);
    const again = temp.reopen(store);
    expect(again.hasRated('WD-1', 2)).toBe(true);
    expect(again.hasRated('WD-1', 1)).toBe(false);
    expect(again.hasRated('WD-2', 2)).toBe(false);
  });
});

describe('outcomes of the hub', () => {
  test('settle rows: stored and duplicate are done, conflict and rejected are dead and kept, retry stays', () => {
    const store = temp.open();
    for (const n of [1, 2, 3, 4, 5]) save(store, n);
    store.settle([
      { seq: 1, outcome: 'stored' },
      { seq: 2, outcome: 'duplicate' },
      { seq: 3, outcome: 'conflict' },
      { seq: 4, outcome: 'rejected', code: 'ingest.badBody' },
      { seq: 5, outcome: 'retry' },
    ]);
    expect(sendable(store)).toEqual([5]);
    expect(store.dead()).toEqual([
      { seq: 3, kind: 'rating', code: 'ingest.conflict' },
      { seq: 4, kind: 'rating', code: 'ingest.badBody' },
    ]);
    expect(store.requeue(4).ok).toBe(true);
    expect(sendable(store)).toEqual([4, 5]);
    expect(store.requeue(1)).toMatchObject({ ok: false });
    expect(JSON.parse(store.exportDead())).toHaveLength(1);
  });

  test('a batch is at most a megabyte as JSON, whatever is in it', () => {
    const store = temp.open();
    // Not even the longest text of a citizen comes near it, so the tags are made absurd.
    const tags = Array.from({ length: 10_000 }, () => '413');
    for (let n = 0; n < 20; n += 1) store.saveRating(sampleRating(n, { tags }), 0);
    const { items } = store.nextBatch(0);
    expect(items.length).toBeGreaterThan(5);
    expect(Buffer.byteLength(JSON.stringify(items))).toBeLessThanOrEqual(MAX_BATCH_BYTES);
    expect(sendable(store)).toHaveLength(20);
  });
  test('rows that the sender skips are left out and do not hold back the rest', () => {
    const store = temp.open();
    for (const n of [1, 2, 3]) save(store, n);
    const batch = store.nextBatch(0, 1, new Set([1]));
    expect(batch.items.map((i) => i.seq)).toEqual([2]);
    expect(batch.upTo).toBe(2);
  });
});

describe('reconciliation', () => {
  test('sends again what the hub lost and purges what it held for longer than the grace', () => {
    const store = temp.open();
    for (const n of [1, 2, 3]) save(store, n);
    store.settle([1, 2, 3].map((seq) => ({ seq, outcome: 'stored' })));
    expect(store.reconcile([[1, 2]], 1_000_000)).toEqual({
      again: 1,
      confirmed: 2,
      purged: 0,
      newEpoch: false,
    });
    expect(sendable(store)).toEqual([3]);
    expect(store.reconcile([[1, 2]], 1_000_000 + GRACE_MS)).toMatchObject({ purged: 0 });
    expect(store.reconcile([[1, 2]], 1_000_001 + GRACE_MS)).toMatchObject({ purged: 2 });
    expect(sendable(temp.reopen(store))).toEqual([3]);
  });
  test('a hub that was restored from an old backup gets back rows that were confirmed before', () => {
    const store = temp.open();
    save(store, 1);
    store.settle([{ seq: 1, outcome: 'stored' }]);
    store.reconcile([[1, 1]], 5_000);
    expect(store.reconcile([], 6_000)).toMatchObject({ again: 1 });
    expect(sendable(store)).toEqual([1]);
  });
  test('a hub that knows numbers which were never given out here has met a copy: a new epoch begins', () => {
    const store = temp.open();
    const { epoch } = store;
    for (const n of [1, 2, 3, 4, 5]) save(store, n);
    save(store, 'held', 60_000);
    store.settle([
      { seq: 1, outcome: 'stored' },
      { seq: 2, outcome: 'conflict' },
    ]);
    store.withdrawRating(uuidOf('held'));
    const flying = store.nextBatch(0).items;
    expect(store.reconcile([[1, 9]], 1_000)).toMatchObject({ newEpoch: true });
    expect(store.epoch).not.toBe(epoch);
    // What the old epoch had acknowledged is offered again: the hub knows it by its content.
    expect(sendable(store)).toEqual([1, 3, 4, 5]);
    expect(store.dead()).toEqual([{ seq: 2, kind: 'rating', code: 'ingest.conflict' }]);
    // Outcomes of what was on its way under the old epoch settle nothing of the new one.
    store.settle(
      flying.map(({ seq }) => ({ seq, outcome: 'stored' })),
      epoch,
    );
    expect(sendable(store)).toEqual([1, 3, 4, 5]);
    const again = temp.reopen(store);
    expect(again.epoch).toBe(store.epoch);
    expect(again.nextBatch(0).items.map((i) => JSON.parse(i.body).id)).toEqual([1, 3, 4, 5].map(uuidOf));
    expect(again.requeue(2).ok).toBe(true);
    expect(sendable(again)).toEqual([1, 2, 3, 4, 5]);
  });
  test('a case stays known as rated after its row was purged', () => {
    const store = temp.open();
    save(store, 1);
    store.settle([{ seq: 1, outcome: 'stored' }]);
    store.reconcile([[1, 1]], 0);
    expect(store.reconcile([[1, 1]], GRACE_MS + 1)).toMatchObject({ purged: 1 });
    expect(temp.reopen(store).hasRated('WD-1', 2)).toBe(true);
  });
  test('a seq is never used twice, even when the last rows were purged', () => {
    const store = temp.open();
    save(store, 1);
    store.settle([{ seq: 1, outcome: 'stored' }]);
    store.reconcile([[1, 1]], 0);
    store.reconcile([[1, 1]], GRACE_MS + 1);
    expect(save(temp.reopen(store), 2)).toBe(2);
  });
});

describe('the data directory', () => {
  test('belongs to one process; a killed one leaves no lock', () => {
    const store = temp.open();
    const child = `
      import { openStore } from ${JSON.stringify(join(import.meta.dirname, 'store.ts'))};
      const clock = { wallMs: () => 0, boottimeMs: () => 0, bootId: 'b' };
      const r = openStore({ dir: process.argv[1], terminalId: 'pad-01', key: new Uint8Array(32).fill(9), clock, newId: () => 'x', ballastBytes: 16 });
      process.stdout.write(r.ok ? 'opened' : r.error.code);
      process.kill(process.pid, 'SIGKILL');`;
    const second = () => {
      try {
        return execFileSync(process.execPath, ['--input-type=module', '-e', child, temp.dir], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      } catch (e) {
        return (e as { stdout: string }).stdout;
      }
    };
    expect(second()).toBe('store.locked');
    store.close();
    expect(second()).toBe('opened');
    expect(temp.tryOpen().ok).toBe(true);
  }, 20_000);
});
