import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Asset } from '../../contracts/reference.ts';
import { partOf, writeDurably } from '../files.ts';
import { digest } from './outbox.ts';

/**
 * Pictures and sounds of the reference data, content-addressed in `cas/ab/<sha256>`. A row is there before its file
 * and until after it, so that no file is ever without an owner.
 */
export function openAssets(db: Database, dir: string) {
  const insert = db.prepare('insert or replace into asset (sha256, type, size) values (?, ?, ?)');
  const typeOf = db.prepare('select type from asset where sha256 = ?').pluck();
  const all = db.prepare('select sha256 from asset').pluck();
  const remove = db.prepare('delete from asset where sha256 = ?');
  const path = (sha256: string) => join(dir, 'cas', sha256.slice(0, 2), sha256);

  return {
    /** False when the bytes are not those that the hash names, or the file could not be written. */
    put(asset: Asset, bytes: Uint8Array): boolean {
      if (digest(bytes).toString('hex') !== asset.sha256) return false;
      insert.run(asset.sha256, asset.type, bytes.length);
      return succeeds(() => writeDurably(path(asset.sha256), bytes));
    },
    /** null when it was never fetched, or its file is gone or damaged: then it is fetched anew. */
    get(sha256: string): { bytes: Uint8Array; type: string } | null {
      const type = typeOf.get(sha256) as string | undefined;
      if (type === undefined) return null;
      try {
        const bytes = readFileSync(path(sha256));
        return digest(bytes).toString('hex') === sha256 ? { bytes, type } : null;
      } catch {
        return null;
      }
    },
    /** Lets go of all but `kept`. */
    keepOnly(kept: ReadonlySet<string>): void {
      for (const sha256 of all.all() as string[]) {
        if (kept.has(sha256)) continue;
        const gone = succeeds(() => {
          rmSync(path(sha256), { force: true });
          rmSync(partOf(path(sha256)), { force: true });
        });
        if (gone) remove.run(sha256);
      }
    },
  };
}
export type Assets = ReturnType<typeof openAssets>;

/** A picture that cannot be written or deleted is no reason to stop taking ratings: it is tried again later. */
function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
