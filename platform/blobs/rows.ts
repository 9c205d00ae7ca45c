import { sql, type Transaction } from 'kysely';
import type { BlobType } from '../../contracts/material.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Suspicion } from './inspect/suspicion.ts';

/** A blob as the hub knows it. */
export interface Blob {
  sha256: string;
  /** Bytes. */
  size: number;
  /** By its first bytes, whatever anyone declared. */
  type: BlobType;
  /** `quarantined`: a virus was found; its bytes are never given out. */
  state: 'committed' | 'quarantined';
  suspicious: Suspicion[];
  createdAt: Date;
  /** Who brought it first. */
  firstTerminal: string;
  scan: 'unscanned' | 'clean' | 'infected';
  /** Never swept while it is held (保全). */
  legalHold: boolean;
}

type Db = Pick<HubContext, 'db'>;
const toHash = (sha256: string): Buffer => Buffer.from(sha256, 'hex');

/** null: the hub has no such blob, or not yet. */
export async function findBlob({ db }: Db, sha256: string): Promise<Blob | null> {
  return (await findBlobs({ db }, [sha256])).get(sha256) ?? null;
}

/** Those of them that the hub has, by their hash. */
export async function findBlobs({ db }: Db, sha256s: readonly string[]): Promise<Map<string, Blob>> {
  if (sha256s.length === 0) return new Map();
  const rows = await db.selectFrom('blob').selectAll().where('sha256', 'in', sha256s.map(toHash)).execute();
  return new Map(
    rows.map((row) => {
      const sha256 = row.sha256.toString('hex');
      return [
        sha256,
        {
          sha256,
          size: row.size,
          type: row.type,
          state: row.state,
          suspicious: row.suspicious as Suspicion[],
          createdAt: row.created_at,
          firstTerminal: row.first_terminal,
          scan: row.scan_state,
          legalHold: row.legal_hold,
        },
      ];
    }),
  );
}

/**
 * `usedBy` (an id such as a material's) names these blobs from now on: they are kept while it does, those that are here
 * already and those that come later. In the transaction that stores who names them. Answers which of them are here;
 * they cannot go before that transaction ends.
 */
export async function useBlobs(
  trx: Transaction<Database>,
  usedBy: string,
  sha256s: readonly string[],
): Promise<Set<string>> {
  const hashes = [...new Set(sha256s)].sort().map(toHash);
  if (hashes.length === 0) return new Set();
  await trx
    .insertInto('blob_use')
    .values(hashes.map((sha256) => ({ sha256, used_by: usedBy })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const here = await trx
    .selectFrom('blob')
    .select('sha256')
    .where('sha256', 'in', hashes)
    .orderBy('sha256')
    .forKeyShare()
    .execute();
  return new Set(here.map((row) => row.sha256.toString('hex')));
}

/** `usedBy` names no blob any more. */
export async function releaseBlobs(trx: Transaction<Database>, usedBy: string): Promise<void> {
  await trx.deleteFrom('blob_use').where('used_by', '=', usedBy).execute();
}

/** Puts blobs under legal hold (保全), or ends it. */
export async function holdBlobs({ db }: Db, sha256s: readonly string[], hold: boolean): Promise<void> {
  if (sha256s.length === 0) return;
  await db.updateTable('blob').set({ legal_hold: hold }).where('sha256', 'in', sha256s.map(toHash)).execute();
}

/**
 * One at a time, of all hub processes, makes or removes the bytes and the row of a blob; until the transaction ends.
 * `longMs`: so long it may stand still meanwhile, which a store elsewhere needs.
 */
export async function lockBlob(trx: Transaction<Database>, sha256: string, longMs = 600_000): Promise<void> {
  await sql`select set_config('idle_in_transaction_session_timeout', ${String(longMs)}, true)`.execute(trx);
  await sql`select pg_advisory_xact_lock(${BigInt.asIntN(64, BigInt(`0x${sha256.slice(0, 16)}`)).toString()}::bigint)`.execute(
    trx,
  );
}
