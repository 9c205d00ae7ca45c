import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ratingBody } from '../../contracts/rating.ts';
import { sampleRating, uuidOf } from '../testing/sample.ts';
import { type VirtualTime, virtualTime } from '../testing/virtual-time.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { GRACE_MS, openStore, type TerminalStore } from './store.ts';

const key = new Uint8Array(32).fill(9);
let dir: string;
let time: VirtualTime;
let serial: number;
let open: TerminalStore[];

function start(over: Partial<Parameters<typeof openStore>[0]> = {}) {
  const newId = () => uuidOf(`id-${serial++}`);
  return openStore({
    dir,
    terminalId: 'pad-01',
    key,
    clock: time.clock,
    newId,
    ballastBytes: 4_096,
    ...over,
  });
}
function started(): TerminalStore {
  const r = start();
  if (!r.ok) throw new Error(r.error.code);
  open.push(r.value);
  return r.value;
}
function restarted(store: TerminalStore): TerminalStore {
  store.close();
  return started();
}
const seqs = (store: TerminalStore) => store.nextBatch(0).items.map((i) => i.seq);
const save = (store: TerminalStore, n: number | string, holdMs = 0) => {
  const r = store.saveRating(sampleRating(n), holdMs);
  if (!r.ok) throw new Error(r.error.code);
  return r.value.seq;
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'store-'));
  time = virtualTime();
  serial = 0;
  open = [];
});
afterEach(() => {
  for (const store of open) store.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('a saved rating', () => {
  test('is there after a restart, byte for byte, under the same epoch', () => {
    const first = started();
    const seq = save(first, 1);
    const second = restarted(first);
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
    const store = started();
    store.saveRating(
      sampleRating(1, {
        text: '窗口人员非常耐心',
        case: { caseNo: 'WD-SECRET-77', stage: 2, itemCode: null, itemName: null },
      }),
      0,
    );
    store.close();
    const bytes = Buffer.concat(
      readdirSync(dir)
        .filter((f) => f.startsWith('terminal.db'))
        .map((f) => readFileSync(join(dir, f))),
    );
    expect(bytes.includes('窗口人员非常耐心')).toBe(false);
    expect(bytes.includes('WD-SECRET-77')).toBe(false);
  });

  test('is held back until it is released, or its hold ends, or the process starts anew', async () => {
    const store = started();
    save(store, 'released', 60_000);
    save(store, 'held', 60_000);
    expect(seqs(store)).toEqual([]);
    store.release(uuidOf('released'));
    expect(seqs(store)).toEqual([1]);
    await time.advance(60_000);
    expect(seqs(store)).toEqual([1, 2]);
    save(store, 'third', 60_000);
    expect(seqs(restarted(store))).toEqual([1, 2, 3]);
  });

  test('a held row does not hold back the rows behind it', () => {
    const store = started();
    save(store, 'held', 60_000);
    save(store, 'free');
    expect(seqs(store)).toEqual([2]);
  });

  test('can be added to while it is held and not after', () => {
    const store = started();
    save(store, 1, 60_000);
    const more = sampleRating(1, { tags: ['413'], text: '很好', anonymous: true });
    expect(store.amendRating(more).ok).toBe(true);
    store.release(more.id);
    expect(store.amendRating(sampleRating(1))).toMatchObject({ ok: false, error: { code: 'undo.late' } });
    expect(JSON.parse(store.nextBatch(0).items[0]?.body ?? '')).toEqual(more);
  });

  test('withdrawn leaves nothing to send and frees its case', () => {
    const store = started();
    save(store, 1, 60_000);
    expect(store.hasRated('WD-1', 2)).toBe(true);
    expect(store.withdrawRating(uuidOf(1)).ok).toBe(true);
    expect(store.hasRated('WD-1', 2)).toBe(false);
    expect(store.queue()).toMatchObject({ ready: 0, dead: 0 });
    expect(restarted(store).nextBatch(0).items).toEqual([]);
    expect(save(open.at(-1) as TerminalStore, 'again')).toBe(2);
  });

  test('is known as rated by case and stage after a restart', () => {
    const store = started();
    save(store, 1);
    const again = restarted(store);
    expect(again.hasRated('WD-1', 2)).toBe(true);
    expect(again.hasRated('WD-1', 1)).toBe(false);
    expect(again.hasRated('WD-2', 2)).toBe(false);
  });
});

describe('outcomes of the hub', () => {
  test('settle rows: stored and duplicate are done, conflict and rejected are dead and kept, retry stays', () => {
    const store = started();
    for (const n of [1, 2, 3, 4, 5]) save(store, n);
    store.settle([
      { seq: 1, outcome: 'stored' },
      { seq: 2, outcome: 'duplicate' },
      { seq: 3, outcome: 'conflict' },
      { seq: 4, outcome: 'rejected', code: 'ingest.badBody' },
      { seq: 5, outcome: 'retry' },
    ]);
    expect(seqs(store)).toEqual([5]);
    expect(store.dead()).toEqual([
      { seq: 3, kind: 'rating', code: 'ingest.conflict' },
      { seq: 4, kind: 'rating', code: 'ingest.badBody' },
    ]);
    expect(store.requeue(4).ok).toBe(true);
    expect(seqs(store)).toEqual([4, 5]);
    expect(store.requeue(1)).toMatchObject({ ok: false });
    expect(JSON.parse(store.exportDead())).toHaveLength(1);
  });

  test('a batch is at most 200 rows and a megabyte', () => {
    const store = started();
    for (let n = 0; n < 201; n += 1) save(store, n);
    const first = store.nextBatch(0);
    expect(first.items).toHaveLength(200);
    expect(store.nextBatch(first.upTo).items.map((i) => i.seq)).toEqual([201]);
  });
});

describe('reconciliation', () => {
  test('sends again what the hub lost and purges what it held for longer than the grace', () => {
    const store = started();
    for (const n of [1, 2, 3]) save(store, n);
    store.settle([1, 2, 3].map((seq) => ({ seq, outcome: 'stored' })));
    expect(store.reconcile([[1, 2]], 1_000_000)).toEqual({ again: 1, confirmed: 2, purged: 0 });
    expect(seqs(store)).toEqual([3]);
    expect(store.reconcile([[1, 2]], 1_000_000 + GRACE_MS)).toMatchObject({ purged: 0 });
    expect(store.reconcile([[1, 2]], 1_000_001 + GRACE_MS)).toMatchObject({ purged: 2 });
    expect(seqs(restarted(store))).toEqual([3]);
  });
  test('a hub that was restored from an old backup gets back rows that were confirmed before', () => {
    const store = started();
    save(store, 1);
    store.settle([{ seq: 1, outcome: 'stored' }]);
    store.reconcile([[1, 1]], 5_000);
    expect(store.reconcile([], 6_000)).toMatchObject({ again: 1 });
    expect(seqs(store)).toEqual([1]);
  });
  test('a seq is never used twice, even when the last rows were purged', () => {
    const store = started();
    save(store, 1);
    store.settle([{ seq: 1, outcome: 'stored' }]);
    store.reconcile([[1, 1]], 0);
    store.reconcile([[1, 1]], GRACE_MS + 1);
    expect(save(restarted(store), 2)).toBe(2);
  });
});

describe('time of an event', () => {
  const timeOf = (store: TerminalStore) => store.nextBatch(0).items[0]?.at;
  test('comes from the hub’s clock when this boot has met it, even later', async () => {
    time.setWall(0);
    const store = started();
    save(store, 1);
    await time.advance(60_000);
    const boottimeMs = time.clock.boottimeMs();
    store.putAnchor({ bootId: time.clock.bootId, boottimeMs, serverMs: 1_700_000_060_000, rttMs: 40 });
    expect(timeOf(store)).toEqual({ ms: 1_700_000_000_000, uncertaintyMs: 26, clock: 'anchor' });
  });
  test('is the wall clock’s, with a day of doubt, when this boot never met the hub', () => {
    time.setWall(1_234);
    const before = started();
    save(before, 1);
    time.reboot('boot-2');
    const store = restarted(before);
    store.putAnchor({ bootId: 'boot-2', boottimeMs: 0, serverMs: 1_700_000_000_000, rttMs: 10 });
    expect(timeOf(store)).toEqual({ ms: 1_234, uncertaintyMs: 86_400_000, clock: 'wall' });
  });
});

describe('opening', () => {
  test('every pragma that durability rests on is set', () => {
    started();
    const db = new Sqlite(join(dir, 'terminal.db'), { timeout: 10 });
    expect(() => db.prepare('select 1 from meta').get()).toThrow(/locked/);
    db.close();
  });
  test('a second process is refused, and a killed one leaves no lock', () => {
    const store = started();
    const child = `
      import { openStore } from ${JSON.stringify(join(import.meta.dirname, 'store.ts'))};
      const clock = { wallMs: () => 0, boottimeMs: () => 0, bootId: 'b' };
      const r = openStore({ dir: process.argv[1], terminalId: 'pad-01', key: new Uint8Array(32).fill(9), clock, newId: () => 'x', ballastBytes: 16 });
      process.stdout.write(r.ok ? 'opened' : r.error.code);
      process.kill(process.pid, 'SIGKILL');`;
    const second = () => {
      try {
        return execFileSync(process.execPath, ['--input-type=module', '-e', child, dir], {
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
    expect(start().ok).toBe(true);
  }, 20_000);
  test('a database of a newer version is refused and left as it is', () => {
    started().close();
    const db = new Sqlite(join(dir, 'terminal.db'));
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    expect(start()).toMatchObject({ ok: false, error: { code: 'store.future' } });
  });
  test('a database that is no database is put aside and a new epoch begins', () => {
    const store = started();
    const { epoch } = store;
    store.close();
    for (const f of readdirSync(dir).filter((f) => f.startsWith('terminal.db-'))) rmSync(join(dir, f));
    writeFileSync(join(dir, 'terminal.db'), Buffer.alloc(8_192, 0x41));
    const again = started();
    expect(again.epoch).not.toBe(epoch);
    expect(again.recovered).toMatchObject({ salvaged: 0 });
    expect(existsSync(join(dir, again.recovered?.quarantined ?? '', 'terminal.db'))).toBe(true);
  });
  test('unsent ratings are saved out of a damaged database', () => {
    const store = started();
    for (let n = 0; n < 300; n += 1) save(store, n);
    store.close();
    const file = join(dir, 'terminal.db');
    const size = statSync(file).size;
    const bytes = readFileSync(file);
    bytes.fill(0xff, size - 3 * 4_096, size - 4_096);
    writeFileSync(file, bytes);
    const again = started();
    const saved = again.recovered?.salvaged ?? 0;
    expect(saved).toBeGreaterThan(200);
    expect(again.queue().ready).toBe(saved);
    const bodies: string[] = [];
    for (let at = 0; ; ) {
      const batch = again.nextBatch(at);
      if (batch.items.length === 0) break;
      bodies.push(...batch.items.map((i) => i.body));
      at = batch.upTo;
    }
    for (const body of bodies) expect(ratingBody.safeParse(JSON.parse(body)).success).toBe(true);
    expect(again.hasRated('WD-0', 2)).toBe(true);
  });
  test('a truncated file is put aside too', () => {
    const store = started();
    for (let n = 0; n < 100; n += 1) save(store, n);
    store.close();
    truncateSync(join(dir, 'terminal.db'), 5_000);
    expect(start().ok).toBe(true);
  });
  test('a row whose bytes were changed goes dead alone', () => {
    const store = started();
    for (const n of [1, 2, 3]) save(store, n);
    store.close();
    const db = new Sqlite(join(dir, 'terminal.db'));
    db.prepare("update outbox set body = x'00112233' where seq = 2").run();
    db.close();
    const again = started();
    expect(seqs(again)).toEqual([1, 3]);
    expect(again.dead()).toEqual([{ seq: 2, kind: 'rating', code: 'store.corrupt' }]);
  });
});
