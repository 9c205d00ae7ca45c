import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Answer } from '../refusal.ts';
import { failureOf } from './failure.ts';
import { sizeOf } from './files.ts';
import type { BlobParts, Sender } from './parts.ts';
import { auditRefusal, quarantine } from './quarantine.ts';
import { checkSpace } from './space.ts';
import { arrivingFile, placeStaged, stagedFile } from './staging.ts';
import type { Turns } from './turns.ts';
import { removeUpload, reserveUpload, type Upload } from './upload-rows.ts';

type Parts = Pick<BlobParts, 'hub' | 'folders' | 'flushes'>;

export interface Put {
  sha256: string;
  /** `Content-Length`; null: none. */
  length: number | null;
  body: AsyncIterable<Uint8Array>;
}

/**
 * A whole blob of at most 4 MiB: on disk under its upload when this answers, and nothing more; `commitBlob` does the
 * rest. Once more is no error. `blob.badHash` (quarantined), `blob.empty`, `input.invalid` (no length),
 * `input.tooLarge`, `blob.quota`, `blob.noSpace`. Throws when the body ends before its length.
 */
export async function putBlob(parts: Parts, sender: Sender, put: Put): Promise<Answer<void>> {
  const { hub, folders, flushes } = parts;
  const { sha256, length } = put;
  if (length === null) return fail('input.invalid', 'content-length');
  if (length === 0) {
    await auditRefusal(hub, sender, { sha256, reason: 'blob.empty' });
    return fail('blob.empty');
  }
  if (length > BLOB_CHUNK_BYTES) return fail('input.tooLarge');
  const space = await checkSpace(folders.staged, length);
  if (!space.ok) return space;
  const reserved = await reserveUpload(hub, {
    terminalId: sender.terminalId,
    kind: 'put',
    sha256,
    size: length,
  });
  if (!reserved.ok) return reserved;
  const file = arrivingFile(folders.staged, reserved.value.id, hub.newId());
  let staged = false;
  try {
    const hash = await receive(file, put.body, flushes);
    if (hash === sha256) {
      await placeStaged(folders.staged, reserved.value.id, file);
      staged = true;
      return ok(undefined);
    }
    const refused = { sha256, reason: 'blob.badHash', size: length, detail: { hash } } as const;
    await quarantine(hub, folders, sender, { ...refused, file, uploadId: reserved.value.id });
    return fail('blob.badHash');
  } catch (e) {
    const code = failureOf(e);
    if (code === null) throw e;
    return fail(code);
  } finally {
    await rm(file, { force: true });
    if (!staged) await giveUp(parts, reserved.value);
  }
}

/** Flushed to disk; answers the hash. */
async function receive(file: string, body: AsyncIterable<Uint8Array>, flushes: Turns): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const part of body) {
      hash.update(part);
      await handle.writeFile(part);
    }
    await flushes.take(() => handle.sync());
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

/** Room that nothing came to fill is given back; what an earlier PUT of the same blob left stays. */
async function giveUp({ hub, folders }: Parts, upload: Upload): Promise<void> {
  if ((await sizeOf(stagedFile(folders.staged, upload.id))) === null) await removeUpload(hub, upload.id);
}
