import { createHmac } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Stage } from '../../contracts/primitives.ts';
import type { RatedCase } from '../../contracts/rating.ts';
import { deriveKey } from './seal.ts';

/** So many ratings are remembered beyond the purge of their outbox rows: years of one window. */
const REMEMBERED = 100_000;

/** Which ratings this terminal has saved, by id and by keyed case; the content is in the outbox alone. */
export function openRatings(db: Database, key: Uint8Array) {
  const caseKey = deriveKey(key, 'case');
  const add = db.prepare('insert into rating (id, seq, case_key) values (?, ?, ?)');
  const seqOf = db.prepare('select seq from rating where id = ?').pluck();
  const has = db.prepare('select 1 from rating where case_key = ? and withdrawn = 0').pluck();
  const withdraw = db.prepare('update rating set withdrawn = 1 where id = ?');
  const remove = db.prepare('delete from rating where id = ?');
  const forget = db.prepare(
    'delete from rating where seq <= (select max(seq) from rating) - ? and seq not in (select seq from outbox)',
  );

  const hash = (caseNo: string, stage: Stage): Buffer =>
    createHmac('sha256', caseKey).update(`${caseNo}|${stage}`).digest();

  return {
    add: (id: string, seq: number, { caseNo, stage }: RatedCase): void =>
      void add.run(id, seq, hash(caseNo, stage)),
    seqOf: (id: string): number | null => (seqOf.get(id) as number | undefined) ?? null,
    has: (caseNo: string, stage: Stage): boolean => has.get(hash(caseNo, stage)) !== undefined,
    withdraw: (id: string): void => void withdraw.run(id),
    remove: (id: string): void => void remove.run(id),
    /** Lets go of the oldest whose rows are purged. */
    forget: (): void => void forget.run(REMEMBERED),
  };
}
export type Ratings = ReturnType<typeof openRatings>;
