import type { Database } from 'better-sqlite3';
import { deriveKey, seal, sealKey, unseal } from './seal.ts';

/** Texts kept by name, sealed. Those of one kind share the beginning of their name: `catalogue`, `draft/…`. */
export function openDocuments(db: Database, key: Uint8Array) {
  const secret = sealKey(deriveKey(key, 'document'));
  const put = db.prepare('insert or replace into document (name, body, saved_ms) values (?, ?, ?)');
  const get = db.prepare('select body from document where name = ?').pluck();
  const names = db
    .prepare('select name from document where substr(name, 1, length(?)) = ? order by name')
    .pluck();
  const remove = db.prepare('delete from document where name = ?');
  const removeOlder = db.prepare(
    'delete from document where substr(name, 1, length(?)) = ? and saved_ms < ?',
  );
  return {
    put: (name: string, text: string, savedMs: number): void =>
      void put.run(name, seal(secret, Buffer.from(text), name), savedMs),
    /** One that does not open under this key counts as none. */
    get(name: string): string | null {
      const body = get.get(name) as Buffer | undefined;
      return body === undefined ? null : (unseal(secret, body, name)?.toString('utf8') ?? null);
    },
    names: (prefix: string): string[] => names.all(prefix, prefix) as string[],
    remove: (name: string): void => void remove.run(name),
    removeOlder: (prefix: string, beforeMs: number): void => void removeOlder.run(prefix, prefix, beforeMs),
  };
}
