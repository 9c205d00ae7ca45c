import type { Database } from 'better-sqlite3';

/** Which records this terminal has saved, by id; the content is in the outbox alone. */
export function openRecords(db: Database) {
  const add = db.prepare('insert into record (id, seq) values (?, ?)');
  const seqOf = db.prepare('select seq from record where id = ?').pluck();
  const stateOf = db
    .prepare('select o.state from record r join outbox o on o.seq = r.seq where r.id = ?')
    .pluck();
  return {
    add: (id: string, seq: number): void => void add.run(id, seq),
    seqOf: (id: string): number | null => (seqOf.get(id) as number | undefined) ?? null,
    stateOf: (id: string): 'ready' | 'acked' | 'dead' | null =>
      (stateOf.get(id) as 'ready' | 'acked' | 'dead' | undefined) ?? null,
  };
}
export type Records = ReturnType<typeof openRecords>;
