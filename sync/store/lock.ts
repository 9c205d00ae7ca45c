import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Failure, ok, type Result } from '../../contracts/result.ts';
import { classify, type StoreFaultCode } from './faults.ts';

const WAIT_MS = 1_000;

/**
 * Takes the data directory for this process alone. A database of its own, so that the lock also spans the moments in
 * which `terminal.db` is closed (reopened after a fault, moved into quarantine). It is the operating system's file
 * lock and ends with the process, however it ends. Errors: `store.locked` · `store.fault` · `store.full`.
 */
export function lockDirectory(dir: string): Result<{ release(): void }, Failure<StoreFaultCode>> {
  let db: Sqlite.Database | null = null;
  try {
    const held = new Sqlite(join(dir, 'lock'), { timeout: WAIT_MS });
    db = held;
    held.exec('begin exclusive');
    return ok({ release: () => void held.close() });
  } catch (e) {
    db?.close();
    return { ok: false, error: classify(e) };
  }
}
