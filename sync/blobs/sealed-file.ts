import { createHash, type KeyObject } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { makeDirectory, partOf, syncDirectory } from '../files.ts';
import { OVERHEAD, seal, unseal } from '../store/seal.ts';

/**
 * A blob at rest: records of `RECORD_BYTES` plain bytes (the last may be shorter), each sealed with AES-256-GCM as
 * nonce(12) | tag(16) | ciphertext, one behind the other. The additional data of a record is the blob's hash, its
 * length and the record's number: none can be left out, moved, or passed off as another blob's.
 */
export const RECORD_BYTES = 256 * 1024;
const SEALED_RECORD = RECORD_BYTES + OVERHEAD;

/** What a file holds: its hash and its length are known before it is written. */
export interface BlobId {
  /** SHA-256 of the plain bytes, lower-case hexadecimal. */
  sha256: string;
  /** Plain bytes. */
  size: number;
}

/** Bytes on the disk of `size` plain bytes. */
export const sealedSize = (size: number): number => size + Math.ceil(size / RECORD_BYTES) * OVERHEAD;
const binding = ({ sha256, size }: BlobId, record: number): string => `blob|${sha256}|${size}|${record}`;

/**
 * Temp → fsync → rename → fsync of the directory: after it the file is there whole, whatever happens. No more than a
 * record of it is in memory. `root` is the directory that is known to be there. `blob.badLength`, `blob.badHash`: the
 * bytes are not what `id` says, and nothing is left of them. Throws what the file system throws.
 */
export async function writeSealed(
  o: { path: string; root: string; key: KeyObject; id: BlobId },
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Result<null>> {
  makeDirectory(dirname(o.path), o.root);
  const part = partOf(o.path);
  const file = await open(part, 'w', 0o600);
  let written: Result<null>;
  try {
    written = await writeRecords(file, o, bytes);
    if (written.ok) await file.sync();
  } catch (e) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true }).catch(() => undefined);
    throw e;
  }
  await file.close();
  if (!written.ok) {
    await rm(part, { force: true });
    return written;
  }
  await rename(part, o.path);
  syncDirectory(dirname(o.path));
  return ok(null);
}

async function writeRecords(
  file: FileHandle,
  { key, id }: { key: KeyObject; id: BlobId },
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Result<null>> {
  const hash = createHash('sha256');
  let size = 0;
  let record = 0;
  // One record is written while the next is hashed and sealed.
  let writing = Promise.resolve();
  try {
    for await (const plain of records(bytes)) {
      size += plain.length;
      if (size > id.size) break;
      hash.update(plain);
      const sealed = seal(key, plain, binding(id, record));
      await writing;
      writing = writeAll(file, sealed, record * SEALED_RECORD);
      writing.catch(() => undefined);
      record += 1;
    }
  } finally {
    await writing;
  }
  if (size !== id.size) return fail('blob.badLength');
  return hash.digest('hex') === id.sha256 ? ok(null) : fail('blob.badHash');
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

/** Cuts what comes into records; a piece that holds whole ones is not copied. */
async function* records(
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const rest = Buffer.allocUnsafe(RECORD_BYTES);
  let kept = 0;
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; ) {
      const take = piece.subarray(at, at + RECORD_BYTES - kept);
      at += take.length;
      if (take.length === RECORD_BYTES) {
        yield take;
        continue;
      }
      rest.set(take, kept);
      kept += take.length;
      if (kept < RECORD_BYTES) continue;
      kept = 0;
      yield rest;
    }
  }
  if (kept > 0) yield rest.subarray(0, kept);
}

export interface SealedReader {
  readonly size: number;
  /** The plain bytes from `offset` to the end of its record; null: this record was damaged. Throws on a fault of the disk. */
  read(offset: number): Buffer | null;
  close(): void;
}

/**
 * Throws what the file system throws, such as ENOENT. Records are read at once and into the same memory: a hop to
 * another thread takes longer than a record, and each 64 MB of thrown away buffers cost a full collection.
 */
export function openSealed(path: string, key: KeyObject, id: BlobId): SealedReader {
  const fd = openSync(path, 'r');
  const sealed = Buffer.allocUnsafe(Math.min(id.size, RECORD_BYTES) + OVERHEAD);
  let isOpen = true;
  return {
    size: id.size,
    read(offset) {
      // Its number may be another file's by now.
      if (!isOpen) return null;
      const record = Math.floor(offset / RECORD_BYTES);
      const start = record * RECORD_BYTES;
      const length = Math.min(RECORD_BYTES, id.size - start) + OVERHEAD;
      for (let done = 0; done < length; ) {
        const came = readSync(fd, sealed, done, length - done, record * SEALED_RECORD + done);
        if (came === 0) return null;
        done += came;
      }
      return unseal(key, sealed.subarray(0, length), binding(id, record))?.subarray(offset - start) ?? null;
    },
    close() {
      isOpen = false;
      closeSync(fd);
    },
  };
}
