import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../contracts/clock.ts';
import { type IngestItem, MAX_BATCH_BYTES, MAX_ITEMS, type Outcome } from '../../contracts/ingest.ts';
import { type Anchor, eventTime, type Stamp, stampNow } from './event-time.ts';
import { seal, sealKey, unseal } from './seal.ts';

export interface OutboxOptions {
  db: Database;
  terminalId: string;
  epoch: string;
  key: Uint8Array;
  clock: Clock;
  anchorOf: (bootId: string) => Anchor | null;
}
interface Row {
  seq: number;
  kind: string;
  body: Buffer;
  sha256: Buffer;
  wall_ms: number;
  boot_id: string;
  boottime_ms: number;
}
export interface Batch {
  items: IngestItem[];
  /** Highest seq looked at: where the next batch goes on. */
  upTo: number;
}
export interface DeadRow {
  seq: number;
  kind: string;
  code: string;
}

/** Room in a batch for what stands around a body. */
const ENVELOPE_BYTES = 300;
/** A body is JSON text inside JSON: each of its quotes and backslashes takes two bytes, and no byte takes more. */
const ESCAPED = 2;
/** Largest age that the contract carries, ms: a wall clock that jumped can show any. */
const MAX_AGE_MS = 1e12;

export const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
/** Additional data of a sealed body: it opens only as this row of this database. */
export const bodyBinding = (terminalId: string, epoch: string, seq: number, kind: string): string =>
  `${terminalId}|${epoch}|${seq}|${kind}`;

/**
 * The rows that wait for the hub. The body kept is the exact bytes that will be sent, sealed; its hash is of the
 * plain bytes. Nothing here is asynchronous.
 */
export function openOutbox(o: OutboxOptions) {
  const { db } = o;
  let { epoch } = o;
  const key = sealKey(o.key);
  const lastSeq = db.prepare("select seq from sqlite_sequence where name = 'outbox'").pluck();
  const insert = db.prepare(
    `insert into outbox (seq, kind, body, sha256, state, wall_ms, boot_id, boottime_ms)
     values (?, ?, ?, ?, 'ready', ?, ?, ?)`,
  );
  const replace = db.prepare("update outbox set body = ?, sha256 = ? where seq = ? and state = 'ready'");
  const wipe = db.prepare(
    "update outbox set body = x'', sha256 = x'', state = 'withdrawn' where seq = ? and state = 'ready'",
  );
  const remove = db.prepare("delete from outbox where seq = ? and state = 'ready'");
  const ready = db.prepare("select * from outbox where state = 'ready' and seq > ? order by seq");
  const setAcked = db.prepare("update outbox set state = 'acked' where seq = ? and state = 'ready'");
  const setDead = db.prepare(
    "update outbox set state = 'dead', dead_code = ? where seq = ? and state = 'ready'",
  );
  const requeue = db.prepare(
    "update outbox set state = 'ready', dead_code = null where seq = ? and state = 'dead'",
  );
  const count = db.prepare(
    `select (select count(*) from outbox where state = 'ready') as ready,
            (select count(*) from outbox where state = 'dead') as dead`,
  );
  const oldest = db.prepare(
    `select boot_id as bootId, boottime_ms as boottimeMs, wall_ms as wallMs
     from outbox where state = 'ready' order by seq limit 1`,
  );
  const deadRows = db.prepare(
    "select seq, kind, dead_code as code from outbox where state = 'dead' order by seq",
  );
  const deadSealed = db.prepare(
    `select seq, kind, dead_code as code, hex(sha256) as sha256, hex(body) as sealedBody
     from outbox where state = 'dead' order by seq`,
  );
  const confirm = db.prepare(
    `update outbox set confirmed_ms = ?
     where state = 'acked' and confirmed_ms is null and seq between ? and ?`,
  );
  const sendAgain = db.prepare(
    "update outbox set state = 'ready', confirmed_ms = null where state = 'acked' and seq between ? and ?",
  );
  // A material stays until the hub has its bytes too.
  const purgeAcked = db.prepare(
    `delete from outbox where state = 'acked' and confirmed_ms < ? and not exists
     (select 1 from outbox_blob l join blob b on b.sha256 = l.sha256
      where l.seq = outbox.seq and b.state <> 'committed')`,
  );
  const purgeWithdrawn = db.prepare("delete from outbox where state = 'withdrawn'");
  const unwithdrawn = db.prepare(
    "select * from outbox where state <> 'withdrawn' and seq > ? order by seq limit 1",
  );
  const rebind = db.prepare(
    `update outbox set body = ?, confirmed_ms = null, state = case state when 'dead' then 'dead' else 'ready' end
     where seq = ?`,
  );
  const setEpoch = db.prepare('update meta set epoch = ? where id = 1');

  const binding = (seq: number, kind: string) => bodyBinding(o.terminalId, epoch, seq, kind);
  const last = (): number => (lastSeq.get() as number | undefined) ?? 0;

  function toItem(row: Row): IngestItem | null {
    const plain = unseal(key, row.body, binding(row.seq, row.kind));
    if (plain === null) return null;
    const stamp: Stamp = { wallMs: row.wall_ms, bootId: row.boot_id, boottimeMs: row.boottime_ms };
    return {
      seq: row.seq,
      kind: row.kind,
      sha256: row.sha256.toString('hex'),
      body: plain.toString('utf8'),
      at: eventTime(stamp, o.anchorOf(row.boot_id)),
    };
  }

  function purge(beforeMs: number): number {
    purgeWithdrawn.run();
    return purgeAcked.run(beforeMs).changes;
  }

  return {
    epoch: (): string => epoch,

    /** Inside the caller's transaction, because the row's number is part of what its body is sealed with. */
    add(kind: string, body: Buffer, stamp: Stamp = stampNow(o.clock)): number {
      const seq = last() + 1;
      const sealed = seal(key, body, binding(seq, kind));
      insert.run(seq, kind, sealed, digest(body), stamp.wallMs, stamp.bootId, stamp.boottimeMs);
      return seq;
    },
    replace(seq: number, kind: string, body: Buffer): boolean {
      return replace.run(seal(key, body, binding(seq, kind)), digest(body), seq).changes === 1;
    },
    wipe: (seq: number): boolean => wipe.run(seq).changes === 1,
    remove: (seq: number): boolean => remove.run(seq).changes === 1,
    kill: (seq: number, code: string): void => void setDead.run(code, seq),
    requeue: (seq: number): boolean => requeue.run(seq).changes === 1,

    /**
     * The next rows to send after `after`, without those in `skip`, at most `limit` and `MAX_BATCH_BYTES`.
     * A row that cannot be opened (its bytes were damaged) goes dead as `store.corrupt` and never blocks the rest.
     */
    next(after: number, skip: { has(seq: number): boolean }, limit = MAX_ITEMS): Batch {
      const items: IngestItem[] = [];
      const damaged: number[] = [];
      let bytes = 0;
      let upTo = after;
      for (const row of ready.iterate(after) as IterableIterator<Row>) {
        if (!skip.has(row.seq)) {
          const size = row.body.length * ESCAPED + ENVELOPE_BYTES;
          if (items.length === limit || (items.length > 0 && bytes + size > MAX_BATCH_BYTES)) break;
          const item = toItem(row);
          if (item === null) damaged.push(row.seq);
          else items.push(item);
          bytes += size;
        }
        upTo = row.seq;
      }
      for (const seq of damaged) setDead.run('store.corrupt', seq);
      return { items, upTo };
    },

    /** All outcomes of one batch in one durable commit. */
    settle(outcomes: readonly Outcome[]): void {
      db.transaction(() => {
        for (const r of outcomes) {
          if (r.outcome === 'stored' || r.outcome === 'duplicate') setAcked.run(r.seq);
          else if (r.outcome === 'conflict') setDead.run(r.code ?? 'ingest.conflict', r.seq);
          else if (r.outcome === 'rejected') setDead.run(r.code ?? 'ingest.badBody', r.seq);
        }
      })();
    },

    /** Highest seq that was ever given out in this database. */
    last,

    /**
     * Holds the rows against the ranges that the hub says it has: what it lacks becomes ready again; what it has is
     * confirmed at its time `serverMs`; what was confirmed longer than `graceMs` ago is purged. Returns how many of each.
     */
    reconcile(ranges: readonly (readonly [number, number])[], serverMs: number, graceMs: number) {
      const result = { again: 0, confirmed: 0, purged: 0 };
      db.transaction(() => {
        let next = 1;
        for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
          result.again += sendAgain.run(next, from - 1).changes;
          result.confirmed += confirm.run(serverMs, from, to).changes;
          next = Math.max(next, to + 1);
        }
        result.again += sendAgain.run(next, Number.MAX_SAFE_INTEGER).changes;
        result.purged = purge(serverMs - graceMs);
      })();
      return result;
    },

    /** What the hub was seen to hold before `beforeMs` of its time, and what was taken back. */
    purge: (beforeMs: number): number => db.transaction(() => purge(beforeMs))(),

    /**
     * Begins a new epoch in place, because the numbers of the old one were given out elsewhere too. Every row keeps
     * its body and number; whatever the hub took under the old epoch is offered again and known there by its content.
     */
    beginEpoch(next: string): void {
      db.transaction(() => {
        const before = epoch;
        for (let at = 0; ; ) {
          const row = unwithdrawn.get(at) as Row | undefined;
          if (row === undefined) break;
          at = row.seq;
          const old = bodyBinding(o.terminalId, before, row.seq, row.kind);
          const plain = unseal(key, row.body, old);
          const now = bodyBinding(o.terminalId, next, row.seq, row.kind);
          rebind.run(plain === null ? row.body : seal(key, plain, now), row.seq);
        }
        setEpoch.run(next);
      })();
      epoch = next;
    },

    count: () => count.get() as { ready: number; dead: number },
    /** Age of the oldest ready row, ms; across a boot only the wall clock knows. */
    oldestMs(): number {
      const row = oldest.get() as Stamp | undefined;
      if (row === undefined) return 0;
      const age =
        row.bootId === o.clock.bootId ? o.clock.boottimeMs() - row.boottimeMs : o.clock.wallMs() - row.wallMs;
      return Math.min(MAX_AGE_MS, Math.max(0, Math.round(age)));
    },
    dead: () => deadRows.all() as DeadRow[],
    deadSealed: () => deadSealed.all(),
  };
}
export type Outbox = ReturnType<typeof openOutbox>;
