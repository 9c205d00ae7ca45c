import { sql } from 'kysely';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';

/** Bytes on their way in, as the database knows them. Their declared size counts against the terminal's quota. */
export interface Upload {
  /** Name of its files in the staged folder; made by the hub. */
  id: string;
  terminalId: string;
  kind: 'tus' | 'put';
  sha256: string;
  /** As declared, bytes. */
  size: number;
  createdAt: Date;
  expiresAt: Date;
}

/** An upload that is not committed within this time is thrown away: the terminal starts anew. */
export const UPLOAD_TTL_MS = 7 * 24 * 3_600_000;
/** Of one terminal: declared bytes that are not committed, and uploads. */
export const QUOTA = { bytes: 2 * 1024 * 1024 * 1024, uploads: 100 };

type Hub = Pick<HubContext, 'db' | 'now' | 'newId'>;
type Wish = Pick<Upload, 'terminalId' | 'kind' | 'sha256' | 'size'>;

/** Room for an upload. A PUT of the same blob takes the place of an earlier one. `blob.quota`. */
export async function reserveUpload(hub: Hub, wish: Wish, quota = QUOTA): Promise<Answer<Upload>> {
  const { terminalId, kind, size } = wish;
  const sha256 = Buffer.from(wish.sha256, 'hex');
  const now = hub.now();
  const expires = new Date(now.getTime() + UPLOAD_TTL_MS);
  return hub.db.transaction().execute(async (trx) => {
    // Two requests of one terminal are counted one after the other.
    await sql`select pg_advisory_xact_lock(${QUOTA_LOCK}, hashtext(${terminalId}))`.execute(trx);
    const held = await trx
      .selectFrom('blob_upload')
      .select((e) => [
        e.fn.countAll<number>().as('uploads'),
        sql<number>`coalesce(sum(size), 0)::bigint`.as('bytes'),
      ])
      .where('terminal_id', '=', terminalId)
      .where((e) =>
        kind === 'tus' ? e.lit(true) : e.not(e.and([e('kind', '=', 'put'), e('sha256', '=', sha256)])),
      )
      .executeTakeFirstOrThrow();
    if (held.uploads >= quota.uploads) return fail('blob.quota', 'uploads');
    if (held.bytes + size > quota.bytes) return fail('blob.quota', 'bytes');
    const row = await trx
      .insertInto('blob_upload')
      .values({
        id: hub.newId().replaceAll('-', ''),
        terminal_id: terminalId,
        kind,
        sha256,
        size,
        created_at: now,
        expires_at: expires,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['terminal_id', 'sha256'])
          .where('kind', '=', 'put')
          .doUpdateSet({ size, created_at: now, expires_at: expires }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
    return ok(toUpload(row));
  });
}
/** First half of the advisory lock's key. */
const QUOTA_LOCK = 0x424c_4f42;

const UPLOAD_ID = /^[A-Za-z0-9_-]{10,100}$/;

/** A terminal's tus upload. `blob.uploadUnknown`: never made, gone, or of another terminal; `blob.uploadExpired`. */
export async function findUpload(
  hub: Pick<HubContext, 'db' | 'now'>,
  terminalId: string,
  id: string,
): Promise<Answer<Upload>> {
  if (!UPLOAD_ID.test(id)) return fail('blob.uploadUnknown');
  const row = await hub.db
    .selectFrom('blob_upload')
    .selectAll()
    .where('id', '=', id)
    .where('terminal_id', '=', terminalId)
    .where('kind', '=', 'tus')
    .executeTakeFirst();
  if (row === undefined) return fail('blob.uploadUnknown');
  if (row.expires_at <= hub.now()) return fail('blob.uploadExpired');
  return ok(toUpload(row));
}

/** What a terminal has put of this blob; null: nothing. */
export async function findPut(
  hub: Pick<HubContext, 'db'>,
  terminalId: string,
  sha256: string,
): Promise<Upload | null> {
  const row = await hub.db
    .selectFrom('blob_upload')
    .selectAll()
    .where('terminal_id', '=', terminalId)
    .where('kind', '=', 'put')
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .executeTakeFirst();
  return row === undefined ? null : toUpload(row);
}

export async function removeUpload(hub: Pick<HubContext, 'db'>, id: string): Promise<void> {
  await hub.db.deleteFrom('blob_upload').where('id', '=', id).execute();
}

/** Ends whatever a terminal has of a blob; answers the ids. */
export async function removeUploadsOf(
  { db }: Pick<HubContext, 'db'>,
  terminalId: string,
  sha256: string,
): Promise<string[]> {
  const rows = await db
    .deleteFrom('blob_upload')
    .where('terminal_id', '=', terminalId)
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

interface Row {
  id: string;
  terminal_id: string;
  kind: 'tus' | 'put';
  sha256: Buffer;
  size: number;
  created_at: Date;
  expires_at: Date;
}
const toUpload = (row: Row): Upload => ({
  id: row.id,
  terminalId: row.terminal_id,
  kind: row.kind,
  sha256: row.sha256.toString('hex'),
  size: row.size,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});
