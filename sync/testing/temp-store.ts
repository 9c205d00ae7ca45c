import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../contracts/result.ts';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import type { Disk } from '../store/engine.ts';
import { openStore, type TerminalStore } from '../store/store.ts';
import type { StoreOptions } from '../types.ts';
import { sampleRating, uuidOf } from './sample.ts';

export const TEST_KEY = new Uint8Array(32).fill(9);

/** A data directory of its own under a virtual clock, and real stores in it. `dispose` closes and deletes everything. */
export function tempStore() {
  const dir = mkdtempSync(join(tmpdir(), 'sync-'));
  const time = virtualTime();
  const opened: TerminalStore[] = [];
  let serial = 0;

  function tryOpen(over: Partial<StoreOptions> = {}, disk?: Disk): Result<TerminalStore> {
    const r = openStore(
      {
        dir,
        terminalId: 'pad-01',
        key: TEST_KEY,
        clock: time.clock,
        newId: () => uuidOf(`id-${serial++}`),
        ballastBytes: 4_096,
        ...over,
      },
      disk,
    );
    if (r.ok) opened.push(r.value);
    return r;
  }
  function open(over: Partial<StoreOptions> = {}, disk?: Disk): TerminalStore {
    const r = tryOpen(over, disk);
    if (!r.ok) throw new Error(`${r.error.code} ${r.error.detail}`);
    return r.value;
  }

  return {
    dir,
    time,
    tryOpen,
    open,
    reopen(store: TerminalStore): TerminalStore {
      store.close();
      return open();
    },
    dispose(): void {
      for (const store of opened) store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type TempStore = ReturnType<typeof tempStore>;

/** Saves sample rating `n`, of case `WD-<n>` stage 2; returns its seq. */
export function save(store: TerminalStore, n: number | string, holdMs = 0): number {
  const r = store.saveRating(sampleRating(n), holdMs);
  if (!r.ok) throw new Error(r.error.code);
  return r.value.seq;
}

/** Seqs that would be sent now. */
export function sendable(store: TerminalStore): number[] {
  const seqs: number[] = [];
  for (let at = 0; ; ) {
    const batch = store.nextBatch(at);
    if (batch.items.length === 0) return seqs;
    seqs.push(...batch.items.map((i) => i.seq));
    at = batch.upTo;
  }
}
