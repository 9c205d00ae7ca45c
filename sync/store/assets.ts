import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Asset } from '../../contracts/reference.ts';
import { writeDurably } from '../files.ts';
import { digest } from './outbox.ts';

/** Pictures and sounds of the reference data, content-addressed in `cas/ab/<sha256>`. */
export function openAssets(db: Database, dir: string) {
  const put = db.prepare('insert or replace into asset (sha256, type, size) values (?, ?, ?)');
  const get = db.prepare('select type from asset where sha256 = ?').pluck();
  const path = (sha256: string) => join(dir, 'cas', sha256.slice(0, 2), sha256);

  return {
    /** False when the bytes are not those that the hash names. */
    put(asset: Asset, bytes: Uint8Array): boolean {
      if (digest(bytes).toString('hex') !== asset.sha256) return false;
      writeDurably(path(asset.sha256), bytes);
      put.run(asset.sha256, asset.type, bytes.length);
      return true;
    },
    /** null when it was never fetched, or its file is gone or damaged: then it is fetched anew. */
    get(sha256: string): { bytes: Uint8Array; type: string } | null {
      const type = get.get(sha256) as string | undefined;
      if (type === undefined) return null;
      try {
        const bytes = readFileSync(path(sha256));
        return digest(bytes).toString('hex') === sha256 ? { bytes, type } : null;
      } catch {
        return null;
      }
    },
  };
}
