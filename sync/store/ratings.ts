import type { Database } from 'better-sqlite3';

/** Which ratings this terminal has saved, by id and by keyed case; the content is in the outbox alone. */
export function openRatings(db: Database) {
  const add = db.prepare('insert into rating (id, seq, case_key) values (?, ?, ?)');
  const seqOf = db.prepare('select seq from rating where id = ?').pluck();
  const has = db.prepare('select 1 from rating where case_key = ? and withdrawn = 0').pluck();
  const withdraw = db.prepare('update rating set withdrawn = 1 where id = ?');
  return {
    add: (id: string, seq: number, caseKey: Buffer): void => void add.run(id, seq, caseKey),
    seqOf: (id: string): number | null => (seqOf.get(id) as number | undefined) ?? null,
    has: (caseKey: Buffer): boolean => has.get(caseKey) !== undefined,
    withdraw: (id: string): void => void withdraw.run(id),
  };
}
