import { opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Transaction } from 'kysely';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { BlobFolders } from './open-store.ts';
import { QUARANTINE } from './quarantine.ts';
import { lockBlob } from './rows.ts';
import { removeStaged } from './staging.ts';

/** A committed blob that nobody names is kept for so long: its material may come later, from a terminal that is offline. */
export const UNUSED_MS = 60 * 24 * 3_600_000;
/** Bytes without a row are left alone for so long: they may be on their way to one. */
export const ORPHAN_MS = 24 * 3_600_000;
/** Removed in one run; the next comes in a minute. */
const MOST = 200;

type Hub = Pick<HubContext, 'db' | 'now' | 'log' | 'blobs'>;
type Report = Record<'expired' | 'staged' | 'quarantined' | 'unused', number>;

/** Takes away what is left lying: expired uploads, files without a row, old quarantine, blobs that nobody names. */
export async function sweepBlobs(hub: Hub, folders: BlobFolders): Promise<Report> {
  return {
    expired: await sweepExpired(hub, folders),
    staged: await sweepStaged(hub, folders),
    quarantined: await sweepQuarantine(hub, folders),
    unused: await sweepUnused(hub),
  };
}

async function sweepExpired({ db, now }: Hub, { staged }: BlobFolders): Promise<number> {
  const rows = await db.deleteFrom('blob_upload').where('expires_at', '<=', now()).returning('id').execute();
  for (const { id } of rows) await removeStaged(staged, id);
  return rows.length;
}

/** Files in the staged folder that no upload owns: of a hub that ended in the middle. */
async function sweepStaged({ db, now }: Hub, { staged }: BlobFolders): Promise<number> {
  const old: { name: string; id: string }[] = [];
  for await (const name of oldFiles(staged, now().getTime() - ORPHAN_MS)) {
    old.push({ name, id: name.split('.')[0] ?? '' });
    if (old.length >= MOST) break;
  }
  if (old.length === 0) return 0;
  const ids = [...new Set(old.map((f) => f.id))];
  const owned = new Set(
    (await db.selectFrom('blob_upload').select('id').where('id', 'in', ids).execute()).map((r) => r.id),
  );
  const orphans = old.filter((f) => f.name.endsWith('.arriving') || !owned.has(f.id));
  for (const { name } of orphans) await rm(join(staged, name), { force: true });
  return orphans.length;
}

/** The row stays as evidence; the bytes go. */
async function sweepQuarantine({ db, now }: Hub, { quarantine }: BlobFolders): Promise<number> {
  const rows = await db
    .updateTable('blob_quarantine')
    .set({ kept: false })
    .where('kept', '=', true)
    .where('at', '<=', new Date(now().getTime() - QUARANTINE.ms))
    .returning('id')
    .execute();
  for (const { id } of rows) await rm(join(quarantine, id), { force: true });
  return rows.length;
}

async function sweepUnused(hub: Hub): Promise<number> {
  const before = new Date(hub.now().getTime() - UNUSED_MS);
  const candidates = await hub.db
    .selectFrom('blob')
    .select('sha256')
    .where('created_at', '<=', before)
    .where('legal_hold', '=', false)
    .where(nobodyNames)
    .limit(MOST)
    .execute();
  let removed = 0;
  for (const { sha256 } of candidates) {
    const gone = await hub.db.transaction().execute((trx) => removeUnused(hub, trx, sha256));
    if (gone) removed += 1;
  }
  return removed;
}

const nobodyNames = sql<boolean>`not exists (select from blob_use where blob_use.sha256 = blob.sha256)`;

/**
 * Under the blob's lock, so that no commit brings the bytes back meanwhile; and with the row locked before anyone is
 * asked who names it, so that a material that is being stored is seen.
 */
async function removeUnused(hub: Hub, trx: Transaction<Database>, sha256: Buffer): Promise<boolean> {
  const hash = sha256.toString('hex');
  await lockBlob(trx, hash);
  await trx.selectFrom('blob').select('sha256').where('sha256', '=', sha256).forUpdate().execute();
  const row = await trx
    .deleteFrom('blob')
    .where('sha256', '=', sha256)
    .where('legal_hold', '=', false)
    .where(nobodyNames)
    .returning('size')
    .executeTakeFirst();
  if (row === undefined) return false;
  await hub.blobs.remove(hash);
  hub.log.info({ sha256: hash, size: row.size }, 'blob.swept');
  return true;
}

/**
 * Bytes in the store, or in quarantine, that have no row: of a commit that was cut off and never asked for again. Walks
 * the whole store; once a day is enough.
 */
export async function sweepOrphans(hub: Hub, folders: BlobFolders, signal?: AbortSignal): Promise<number> {
  const before = hub.now().getTime() - ORPHAN_MS;
  let removed = 0;
  for await (const { sha256, modifiedAt } of hub.blobs.list()) {
    if (signal?.aborted) return removed;
    if (modifiedAt.getTime() > before) continue;
    const gone = await hub.db.transaction().execute(async (trx) => {
      await lockBlob(trx, sha256);
      const hash = Buffer.from(sha256, 'hex');
      const row = await trx.selectFrom('blob').select('size').where('sha256', '=', hash).executeTakeFirst();
      if (row !== undefined) return false;
      await hub.blobs.remove(sha256);
      return true;
    });
    if (gone) removed += 1;
  }
  for await (const name of oldFiles(folders.quarantine, before)) {
    const row = await hub.db
      .selectFrom('blob_quarantine')
      .select('id')
      .where('id', '=', name)
      .executeTakeFirst();
    if (row === undefined) await rm(join(folders.quarantine, name), { force: true });
  }
  if (removed > 0) hub.log.warn({ removed }, 'blob.orphansSwept');
  return removed;
}

async function* oldFiles(folder: string, beforeMs: number): AsyncGenerator<string> {
  for await (const { name } of await opendir(folder)) {
    const facts = await stat(join(folder, name)).catch(() => null);
    if (facts?.isFile() && facts.mtimeMs < beforeMs) yield name;
  }
}
