import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ErrorCode } from '../../contracts/errors.ts';
import { codeOf } from '../cannot-start.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import { syncFolder } from './files.ts';
import type { BlobFolders } from './open-store.ts';
import type { Sender } from './parts.ts';

/** Refused bytes are kept for a technician for so long, and so many; beyond that only their row is. */
export const QUARANTINE = { ms: 30 * 24 * 3_600_000, bytes: 2 * 1024 * 1024 * 1024 };

type Hub = Pick<HubContext, 'db' | 'now' | 'newId'>;

export interface Refused {
  /** The hash that was declared. */
  sha256: string;
  reason: ErrorCode;
  detail?: Record<string, string | number>;
}
export interface RefusedBytes extends Refused {
  file: string;
  size: number;
  /** The upload they came by, which ends with this. */
  uploadId: string;
}

/** Puts refused bytes aside, ends their upload and tells the audit log. */
export async function quarantine(
  hub: Hub,
  folders: BlobFolders,
  sender: Sender,
  bytes: RefusedBytes,
): Promise<void> {
  const id = hub.newId().replaceAll('-', '');
  const kept = await hasRoom(hub, bytes.size);
  try {
    if (kept) await rename(bytes.file, join(folders.quarantine, id));
    else await rm(bytes.file);
  } catch (e) {
    // Another request was refused for the same bytes at this moment, and has told of them.
    if (codeOf(e) === 'ENOENT') return;
    throw e;
  }
  await syncFolder(folders.quarantine);
  await hub.db.transaction().execute(async (trx) => {
    await trx.deleteFrom('blob_upload').where('id', '=', bytes.uploadId).execute();
    await trx
      .insertInto('blob_quarantine')
      .values({
        id,
        terminal_id: sender.terminalId,
        sha256: Buffer.from(bytes.sha256, 'hex'),
        size: bytes.size,
        reason: bytes.reason,
        kept,
        at: hub.now(),
      })
      .execute();
    const detail = { code: bytes.reason, size: bytes.size, quarantine: id, kept, ...bytes.detail };
    await appendAudit(hub, refusalEntry(sender, bytes.sha256, detail), trx);
  });
}

/** Tells the audit log of something refused that left no bytes. */
export async function auditRefusal(hub: Hub, sender: Sender, refused: Refused): Promise<void> {
  const detail = { code: refused.reason, ...refused.detail };
  await appendAudit(hub, refusalEntry(sender, refused.sha256, detail));
}

const refusalEntry = (
  { terminalId, ip }: Sender,
  sha256: string,
  detail: Record<string, string | number | boolean>,
) => ({
  actor: 'hub',
  action: 'blob.refused',
  target: sha256,
  result: 'refused' as const,
  ip,
  detail: { terminal: terminalId, ...detail },
});

async function hasRoom(hub: Hub, size: number): Promise<boolean> {
  const { bytes } = await hub.db
    .selectFrom('blob_quarantine')
    .select(sql<number>`coalesce(sum(size), 0)::bigint`.as('bytes'))
    .where('kept', '=', true)
    .executeTakeFirstOrThrow();
  return bytes + size <= QUARANTINE.bytes;
}
