import type { Readable } from 'node:stream';

/** Bytes `start` to `end`, both included, from 0. */
export interface ByteRange {
  start: number;
  end: number;
}
export interface StoredBlob {
  sha256: string;
  size: number;
  modifiedAt: Date;
}

/**
 * Where committed blobs lie, each under its SHA-256 (lower-case hexadecimal). It knows bytes and nothing else: who may
 * read, what is quarantined and what is named by a material stand in the database. Every method may throw: a full disk
 * with the system's code, a store that cannot be reached as `StoreUnavailable`.
 */
export interface BlobStore {
  /**
   * Takes in the bytes of `file`, which the caller has hashed. After it they survive a power cut. The file may be
   * gone afterwards. Putting what is there already is no error.
   */
  put(sha256: string, file: string, size: number): Promise<void>;
  /** In bytes; null: not here. */
  size(sha256: string): Promise<number | null>;
  /** The bytes of `range`, which lies within the blob; all of them without one. null: not here. */
  read(sha256: string, range?: ByteRange): Promise<Readable | null>;
  /** Removing what is not here is no error. */
  remove(sha256: string): Promise<void>;
  /** Everything in the store, in no order. */
  list(): AsyncIterable<StoredBlob>;
  close(): void;
}

/** The store cannot be reached, or refused for a reason of its own: not now. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}

const HASH = /^[0-9a-f]{64}$/;

/** Name of a blob in a store: `ab/<sha256>`. Nothing but a hash ever becomes a name. */
export function blobKey(sha256: string): string {
  if (!HASH.test(sha256)) throw new Error('not a SHA-256');
  return `${sha256.slice(0, 2)}/${sha256}`;
}

/** The hash of a name that `blobKey` made; null for any other name. */
export function hashOfKey(key: string): string | null {
  const [folder, name = '', ...rest] = key.split('/');
  return rest.length === 0 && HASH.test(name) && folder === name.slice(0, 2) ? name : null;
}
