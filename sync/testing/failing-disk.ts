import type { Database } from 'better-sqlite3';
import { type Disk, realDisk } from '../store/engine.ts';

/** A disk that fails when told to, under a real SQLite. */
export interface FailingDisk extends Disk {
  /** The database may not grow: SQLite itself answers SQLITE_FULL. */
  fill(): void;
  /** There is room again. */
  empty(): void;
  /** The next transaction is refused with this code, after its commit (`late`) or instead of it. */
  breakNext(code: string, late?: boolean): void;
  /** The next `times` openings of the database fail with this code; null = they work again. */
  refuseOpening(code: 'store.fault' | 'store.corrupt' | null, times?: number): void;
}

export function failingDisk(): FailingDisk {
  let db: Database | null = null;
  let full = false;
  let refusals = 0;
  let refused: 'store.fault' | 'store.corrupt' | null = null;

  return {
    openDatabase(o) {
      if (refused !== null && refusals > 0) {
        refusals -= 1;
        return { ok: false, error: { code: refused } };
      }
      const opened = realDisk.openDatabase(o);
      if (opened.ok) db = opened.value.db;
      return opened;
    },
    openBallast(dir, bytes) {
      const ballast = realDisk.openBallast(dir, bytes);
      return { ...ballast, refill: () => !full && ballast.refill() };
    },
    fill() {
      full = true;
      db?.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    },
    empty() {
      full = false;
      db?.pragma('max_page_count = 1000000');
    },
    breakNext(code, late = false) {
      if (db === null) throw new Error('nothing is open');
      const broken = db;
      const { transaction } = broken;
      broken.transaction = ((work: () => unknown) => () => {
        broken.transaction = transaction;
        if (late) broken.transaction(work)();
        throw Object.assign(new Error(code), { code });
      }) as unknown as typeof transaction;
    },
    refuseOpening(code, times = Number.POSITIVE_INFINITY) {
      refused = code;
      refusals = times;
    },
  };
}
