import type { HubContext } from '../context.ts';

/** Bytes of an asset by the SHA-256 of them; null when the hub has none such. */
export async function readAsset(hub: Pick<HubContext, 'db'>, sha256: string): Promise<File | null> {
  const row = await hub.db
    .selectFrom('asset')
    .select(['type', 'bytes'])
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .executeTakeFirst();
  return row ? new File([new Uint8Array(row.bytes)], sha256, { type: row.type }) : null;
}
