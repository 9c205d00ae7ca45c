import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { chainHash } from './chain.ts';

/** Last row of an intact log. Noted elsewhere, it later proves that no row up to it was cut off or rewritten. */
export interface AuditHead {
  id: number;
  /** Hexadecimal. */
  hash: string;
}

export type AuditVerdict =
  | { intact: true; rows: number; head: AuditHead | null }
  /** `id` is the first row that does not fit. */
  | { intact: false; id: number; why: 'content' | 'link' | 'missing' };

const BATCH = 5_000;

/**
 * Walks the whole chain. `content`: the row does not give its own hash · `link`: it does not follow the row before ·
 * `missing`: the noted head is not there any more, or is another row.
 */
export async function verifyAudit(db: Kysely<Database>, noted?: AuditHead): Promise<AuditVerdict> {
  let previous: Buffer | null = null;
  let head: AuditHead | null = null;
  let lastId = 0;
  let rows = 0;
  let notedSeen = noted === undefined;
  for (;;) {
    const batch = await db
      .selectFrom('audit')
      .selectAll()
      .where('id', '>', lastId)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    for (const row of batch) {
      const follows: boolean =
        previous === null ? row.previous === null : previous.equals(row.previous ?? Buffer.alloc(0));
      if (!follows) return { intact: false, id: row.id, why: 'link' };
      if (!chainHash(previous, row).equals(row.hash)) return { intact: false, id: row.id, why: 'content' };
      previous = row.hash;
      lastId = row.id;
      head = { id: row.id, hash: row.hash.toString('hex') };
      rows += 1;
      if (noted?.id === row.id) {
        if (noted.hash !== head.hash) return { intact: false, id: row.id, why: 'missing' };
        notedSeen = true;
      }
    }
    if (batch.length < BATCH) break;
  }
  if (!notedSeen && noted) return { intact: false, id: noted.id, why: 'missing' };
  return { intact: true, rows, head };
}
