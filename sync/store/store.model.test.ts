import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import { sampleRating, uuidOf } from '../testing/sample.ts';
import { openStore, type TerminalStore } from './store.ts';

/**
 * The store held against a plain picture of it: whatever is done in whatever order, with restarts in between, it has
 * exactly the rows that it should have, in order, and none of them twice.
 */
interface Model {
  rows: { seq: number; id: string; text: string; state: 'held' | 'ready' | 'acked' | 'dead' | 'withdrawn' }[];
}
interface Real {
  store: TerminalStore;
  reopen(): void;
}
type Command = fc.Command<Model, Real>;

const sendable = (m: Model) => m.rows.filter((r) => r.state === 'ready');

function check(m: Model, r: Real): void {
  const items = r.store.nextBatch(0).items;
  expect(items.map((i) => [i.seq, JSON.parse(i.body).text])).toEqual(
    sendable(m).map((row) => [row.seq, row.text]),
  );
  const waiting = m.rows.filter((row) => row.state === 'ready' || row.state === 'held').length;
  const dead = m.rows.filter((row) => row.state === 'dead').length;
  expect(r.store.queue()).toMatchObject({ ready: waiting, dead });
  for (const row of m.rows) expect(r.store.hasRated(`WD-${row.seq}`, 2)).toBe(row.state !== 'withdrawn');
}

const command = (
  name: string,
  run: (m: Model, r: Real) => void,
  ready: (m: Model) => boolean = () => true,
): Command => ({
  check: ready,
  run(m, r) {
    run(m, r);
    check(m, r);
  },
  toString: () => name,
});

const save = fc.boolean().map((held) =>
  command(`save(held=${held})`, (m, r) => {
    const seq = m.rows.length + 1;
    const saved = r.store.saveRating(sampleRating(seq), held ? 1e9 : 0);
    expect(saved).toEqual({ ok: true, value: { seq } });
    m.rows.push({ seq, id: uuidOf(seq), text: '', state: held ? 'held' : 'ready' });
  }),
);
const onRow = (name: string, act: (row: Model['rows'][number], r: Real) => void): fc.Arbitrary<Command> =>
  fc.nat(30).map((n) =>
    command(
      `${name}(${n})`,
      (m, r) => {
        const row = m.rows[n % m.rows.length];
        if (row !== undefined) act(row, r);
      },
      (m) => m.rows.length > 0,
    ),
  );
const amend = onRow('amend', (row, r) => {
  const text = `more ${row.seq}`;
  expect(r.store.amendRating(sampleRating(row.seq, { text })).ok).toBe(row.state === 'held');
  if (row.state === 'held') row.text = text;
});
const withdraw = onRow('withdraw', (row, r) => {
  expect(r.store.withdrawRating(row.id).ok).toBe(row.state === 'held');
  if (row.state === 'held') row.state = 'withdrawn';
});
const release = onRow('release', (row, r) => {
  r.store.release(row.id);
  if (row.state === 'held') row.state = 'ready';
});
const settle = fc.constantFrom('stored', 'duplicate', 'rejected', 'conflict', 'retry').chain((outcome) =>
  onRow(`settle ${outcome}`, (row, r) => {
    if (row.state !== 'ready') return;
    r.store.settle([{ seq: row.seq, outcome }], r.store.epoch);
    if (outcome === 'stored' || outcome === 'duplicate') row.state = 'acked';
    else if (outcome !== 'retry') row.state = 'dead';
  }),
);
const requeue = onRow('requeue', (row, r) => {
  expect(r.store.requeue(row.seq).ok).toBe(row.state === 'dead');
  if (row.state === 'dead') row.state = 'ready';
});
const reconcile = fc.nat(40).map((upTo) =>
  command(`reconcile(1..${upTo})`, (m, r) => {
    const before = r.store.epoch;
    const { newEpoch } = r.store.reconcile(upTo === 0 ? [] : [[1, upTo]], 1_000);
    // A hub that holds more than was ever given out has met a copy of this database.
    expect(newEpoch).toBe(upTo > m.rows.length);
    expect(r.store.epoch !== before).toBe(newEpoch);
    for (const row of m.rows) if (row.state === 'acked' && (newEpoch || row.seq > upTo)) row.state = 'ready';
  }),
);
const restart = fc.constant(
  command('restart', (m, r) => {
    r.reopen();
    for (const row of m.rows) if (row.state === 'held') row.state = 'ready';
  }),
);

test('holds what it should, whatever is done to it', () => {
  fc.assert(
    fc.property(
      fc.commands([save, save, amend, withdraw, release, settle, requeue, reconcile, restart], {
        maxCommands: 40,
      }),
      (commands) => {
        const dir = mkdtempSync(join(tmpdir(), 'model-'));
        const time = virtualTime();
        const open = () => {
          const r = openStore({
            dir,
            terminalId: 'pad-01',
            key: new Uint8Array(32),
            clock: time.clock,
            newId: randomUUID,
            ballastBytes: 16,
          });
          if (!r.ok) throw new Error(r.error.code);
          return r.value;
        };
        const real: Real = {
          store: open(),
          reopen() {
            this.store.close();
            this.store = open();
          },
        };
        try {
          fc.modelRun(() => ({ model: { rows: [] }, real }), commands);
        } finally {
          real.store.close();
          rmSync(dir, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: 150 },
  );
});
