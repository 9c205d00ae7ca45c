import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ErrorCode } from '../../contracts/errors.ts';
import { fail, ok } from '../../contracts/result.ts';
import { notify } from '../bus.ts';
import { codeOf } from '../cannot-start.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { failureOf } from './failure.ts';
import { sizeOf } from './files.ts';
import { type Bytes, bytesOfFile, partsOf } from './inspect/bytes.ts';
import { type Inspection, inspectBytes } from './inspect/inspect.ts';
import type { BlobParts, Sender } from './parts.ts';
import { auditRefusal, quarantine } from './quarantine.ts';
import { findBlob, lockBlob } from './rows.ts';
import { removeStaged, stagedFile, stagedOffset } from './staging.ts';
import { bytesOfStore } from './stored-bytes.ts';
import { findPut, findUpload, removeUploadsOf, type Upload } from './upload-rows.ts';

type Parts = Pick<BlobParts, 'hub' | 'folders' | 'gate'>;

export interface Commit {
  sha256: string;
  /** As the terminal knows it. */
  size: number;
  /** Id of a tus upload; absent: what was PUT. */
  upload?: string | undefined;
}

const READ_BYTES = 1024 * 1024;

/**
 * The one acknowledgement of a blob: hashed again, at its place in the store, its folder flushed, its row committed;
 * then ok. Once more is ok again. Bytes that are not what they should be go to quarantine and end their upload:
 * `blob.badHash`, `blob.badLength`, `blob.badType`, `blob.tooManyPixels`. `blob.infected`: the hub knows these bytes
 * and never takes them. `blob.notStaged`: nothing to commit · `blob.incomplete`: the upload has to go on · `busy`,
 * `blob.noSpace`: later.
 */
export async function commitBlob(parts: Parts, sender: Sender, commit: Commit): Promise<Answer<void>> {
  try {
    const done = (await parts.gate.pass(() => commitNow(parts, sender, commit))) ?? fail('busy');
    if (done.ok || done.error.code === 'blob.infected') await discard(parts, sender, commit);
    return done;
  } catch (e) {
    const code = failureOf(e);
    if (code === null) throw e;
    parts.hub.log.error({ err: e, code }, 'blob.commitFailed');
    return fail(code);
  }
}

async function commitNow(parts: Parts, sender: Sender, commit: Commit): Promise<Answer<void>> {
  const { hub, folders } = parts;
  const staged = await findStaged(parts, sender, commit);
  const known = await alreadyKnown(hub, commit);
  if (known !== null) return known;
  if (!staged.ok) {
    if (staged.error.code === 'blob.badHash')
      await auditRefusal(hub, sender, { sha256: commit.sha256, reason: 'blob.badHash' });
    return staged;
  }
  if (staged.value === null) return adopt(parts, sender, commit);

  const upload = staged.value;
  const file = stagedFile(folders.staged, upload.id);
  const examined = await examineFile(file, commit);
  // Another commit of the same bytes has just brought them in, and its row is to come.
  if (examined === null) return adopt(parts, sender, commit);
  if (!examined.ok) {
    const { code, detail } = examined.error;
    const refused = { sha256: commit.sha256, reason: code, ...(detail ? { detail: { found: detail } } : {}) };
    const size = (await sizeOf(file)) ?? 0;
    await quarantine(hub, folders, sender, { ...refused, file, size, uploadId: upload.id });
    await removeStaged(folders.staged, upload.id);
    return examined;
  }
  return store(parts, sender, commit, examined.value, file);
}

/** null: nothing is staged; the bytes may lie in the store from a commit that was cut off before its row. */
async function findStaged(
  { hub, folders }: Parts,
  { terminalId }: Sender,
  { sha256, upload: id }: Commit,
): Promise<Answer<Upload | null>> {
  if (id === undefined) return ok(await findPut(hub, terminalId, sha256));
  const found = await findUpload(hub, terminalId, id);
  if (!found.ok) return ok(null);
  const upload = found.value;
  if (upload.sha256 !== sha256) return fail('blob.badHash', 'upload');
  if (stagedOffset(folders.staged, id) >= upload.size) return found;
  return (await sizeOf(stagedFile(folders.staged, id))) === null ? ok(null) : fail('blob.incomplete');
}

/** null: the hub does not have it. */
async function alreadyKnown(
  db: Pick<HubContext, 'db'>,
  { sha256, size }: Commit,
): Promise<Answer<void> | null> {
  const blob = await findBlob(db, sha256);
  if (blob === null) return null;
  if (blob.state === 'quarantined') return fail('blob.infected');
  return blob.size === size ? ok(undefined) : fail('blob.badLength');
}

/** Bytes that an earlier commit brought to their place, but whose row it did not live to write. */
async function adopt(parts: Parts, sender: Sender, commit: Commit): Promise<Answer<void>> {
  const { blobs } = parts.hub;
  const size = await blobs.size(commit.sha256);
  if (size === null) return fail('blob.notStaged');
  const examined = await examine(bytesOfStore(blobs, commit.sha256, size), commit);
  return examined.ok ? store(parts, sender, commit, examined.value, null) : fail('blob.notStaged');
}

/** null: the file is gone. */
async function examineFile(file: string, commit: Commit): Promise<Answer<Inspection> | null> {
  try {
    const handle = await open(file, 'r');
    try {
      return await examine(bytesOfFile(handle, (await handle.stat()).size), commit);
    } finally {
      await handle.close();
    }
  } catch (e) {
    if (codeOf(e) === 'ENOENT') return null;
    throw e;
  }
}

async function examine(bytes: Bytes, { sha256, size }: Commit): Promise<Answer<Inspection>> {
  if (bytes.size !== size) return fail('blob.badLength', String(bytes.size));
  const hash = createHash('sha256');
  for await (const { part } of partsOf(bytes, READ_BYTES)) hash.update(part);
  const found = hash.digest('hex');
  if (found !== sha256) return fail('blob.badHash', found);
  return inspectBytes(bytes);
}

/** `file` null: the bytes are in the store already. */
async function store(
  { hub }: Parts,
  { terminalId, ip }: Sender,
  commit: Commit,
  { type, suspicious }: Inspection,
  file: string | null,
): Promise<Answer<void>> {
  const { sha256, size } = commit;
  return hub.db.transaction().execute(async (trx) => {
    await lockBlob(trx, sha256);
    const known = await alreadyKnown({ db: trx }, commit);
    if (known !== null) return known;
    const gone = await bringIn(hub.blobs, sha256, size, file);
    if (gone !== null) return fail(gone);
    await trx
      .insertInto('blob')
      .values({
        sha256: Buffer.from(sha256, 'hex'),
        size,
        type,
        state: 'committed',
        suspicious,
        created_at: hub.now(),
        first_terminal: terminalId,
        scan_after: hub.now(),
        scan_finding: null,
      })
      .execute();
    await notify(trx, [{ topic: 'blob', message: { sha256 } }]);
    if (suspicious.length > 0) {
      const detail = { terminal: terminalId, found: suspicious.join(' ') };
      await appendAudit(
        hub,
        { actor: 'hub', action: 'blob.suspicious', target: sha256, result: 'ok', ip, detail },
        trx,
      );
    }
    return ok(undefined);
  });
}

/** null: they are in the store. */
async function bringIn(
  blobs: Parts['hub']['blobs'],
  sha256: string,
  size: number,
  file: string | null,
): Promise<ErrorCode | null> {
  try {
    if (file !== null) {
      await blobs.put(sha256, file, size);
      return null;
    }
  } catch (e) {
    if (codeOf(e) !== 'ENOENT') throw e;
  }
  return (await blobs.size(sha256)) === size ? null : 'blob.notStaged';
}

/** Whatever this terminal has sent of a blob is not needed any more. */
async function discard({ hub, folders }: Parts, { terminalId }: Sender, { sha256 }: Commit): Promise<void> {
  for (const id of await removeUploadsOf(hub, terminalId, sha256)) await removeStaged(folders.staged, id);
}
