import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../contracts/clock.ts';
import { type IngestItem, MAX_BATCH_BYTES, MAX_ITEMS, type Outcome } from '../../contracts/ingest.ts';
import { type Anchor, eventTime, type Stamp, stampNow } from './event-time.ts';
import { seal, unseal } from './seal.ts';

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

/** Room in a batch for what stands around a body. */
const ENVELOPE_BYTES = 300;

export const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const bodyBinding = (terminalId: string, epoch: string, seq: number, kind: string): string =>
  `${terminalId}|${epoch}|${seq}|${kind}`;

/**
 * The rows that wait for the hub. The body kept is the exact bytes that will be sent, sealed; its hash is of the
 * plain bytes. Every method is one statement or runs inside the caller's transaction; none is asynchronous.
 */
export function openOutbox(o: OutboxOptions) {
  const { db } = o;
  const nextSeq = db.prepare("select seq + 1 from sqlite_sequence where name = 'outbox'").pluck();
  const insert = db.prepare(
    `insert into outbox (seq, kind, body, sha256, state, wall_ms, boot_id, boottime_ms)
     values (?, ?, ?, ?, 'ready', ?, ?, ?)`,
  );
  const replace = db.prepare("update outbox set body = ?, sha256 = ? where seq = ? and state = 'ready'");
  const wipe = db.prepare(
    "update outbox set body = x'', sha256 = x'', state = 'withdrawn' where seq = ? and state = 'ready'",
  );
  const ready = db.prepare("select * from outbox where state = 'ready' and seq > ? order by seq limit ?");
  const setAcked = db.prepare(
    "update outbox set state = 'acked', dead_code = null where seq = ? and state = 'ready'",
  );
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
    "select boot_id as bootId, boottime_ms as boottimeMs, wall_ms as wallMs from outbox where state = 'ready' order by seq limit 1",
  );
  const deadRows = db.prepare(
    "select seq, kind, dead_code as code from outbox where state = 'dead' order by seq",
  );
  const deadSealed = db.prepare(
    "select seq, kind, dead_code as code, hex(sha256) as sha256, hex(body) as sealedBody from outbox where state = 'dead' order by seq",
  );
  const confirm = db.prepare("update outbox set confirmed_ms = ? where seq = ? and state = 'acked'");
  const acked = db.prepare(
    "select seq, confirmed_ms as confirmedMs from outbox where state = 'acked' order by seq",
  );
  const backToReady = db.prepare(
    "update outbox set state = 'ready', confirmed_ms = null where seq = ? and state = 'acked'",
  );
  const purge = db.prepare("delete from outbox where state = 'acked' and confirmed_ms < ?");
  const purgeWithdrawn = db.prepare("delete from outbox where state = 'withdrawn' and seq < ?");

  const binding = (seq: number, kind: string) => bodyBinding(o.terminalId, o.epoch, seq, kind);

  function toItem(row: Row): IngestItem | null {
    const plain = unseal(o.key, row.body, binding(row.seq, row.kind));
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

  return {
    /** Inside the caller's transaction. */
    add(kind: string, body: Buffer, stamp: Stamp = stampNow(o.clock)): number {
      const seq = (nextSeq.get() as number | undefined) ?? 1;
      insert.run(
        seq,
        kind,
        seal(o.key, body, binding(seq, kind)),
        digest(body),
        stamp.wallMs,
        stamp.bootId,
        stamp.boottimeMs,
      );
      return seq;
    },
    replace(seq: number, kind: string, body: Buffer): boolean {
      return replace.run(seal(o.key, body, binding(seq, kind)), digest(body), seq).changes === 1;
    },
    wipe: (seq: number): boolean => wipe.run(seq).changes === 1,

    /**
     * The next rows to send after `after`, without those that are held, at most `MAX_ITEMS` and `MAX_BATCH_BYTES`.
     * A row that cannot be opened (its bytes were damaged) goes dead as `store.corrupt` and never blocks the rest.
     */
    next(after: number, held: ReadonlySet<number>, limit = MAX_ITEMS): Batch {
      const items: IngestItem[] = [];
      let bytes = 0;
      let upTo = after;
      for (const row of ready.all(after, limit + held.size) as Row[]) {
        if (held.has(row.seq)) {
          upTo = row.seq;
          continue;
        }
        if (items.length === limit) break;
        const size = row.body.length + ENVELOPE_BYTES;
        if (items.length > 0 && bytes + size > MAX_BATCH_BYTES) break;
        const item = toItem(row);
        if (item === null) setDead.run('store.corrupt', row.seq);
        else {
          items.push(item);
          bytes += size;
        }
        upTo = row.seq;
      }
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

    /**
     * Holds the rows against the ranges that the hub says it has: what it lacks becomes ready again; what it has is
     * confirmed at its time `serverMs`; what was confirmed longer than `graceMs` ago is purged. Returns how many of each.
     */
    reconcile(ranges: readonly (readonly [number, number])[], serverMs: number, graceMs: number) {
      const result = { again: 0, confirmed: 0, purged: 0 };
      db.transaction(() => {
        let i = 0;
        for (const row of acked.all() as { seq: number; confirmedMs: number | null }[]) {
          while (i < ranges.length && (ranges[i]?.[1] ?? 0) < row.seq) i += 1;
          const has = (ranges[i]?.[0] ?? Number.POSITIVE_INFINITY) <= row.seq;
          if (!has) result.again += backToReady.run(row.seq).changes;
          else if (row.confirmedMs === null) result.confirmed += confirm.run(serverMs, row.seq).changes;
        }
        result.purged = purge.run(serverMs - graceMs).changes;
        purgeWithdrawn.run((nextSeq.get() as number | undefined) ?? 1);
      })();
      return result;
    },

    requeue: (seq: number): boolean => requeue.run(seq).changes === 1,
    count: () => count.get() as { ready: number; dead: number },
    /** Age of the oldest ready row, ms; across a boot only the wall clock knows. */
    oldestMs(): number {
      const row = oldest.get() as Stamp | undefined;
      if (row === undefined) return 0;
      const age =
        row.bootId === o.clock.bootId ? o.clock.boottimeMs() - row.boottimeMs : o.clock.wallMs() - row.wallMs;
      return Math.max(0, Math.round(age));
    },
    dead: () => deadRows.all() as { seq: number; kind: string; code: string }[],
    deadSealed: () => deadSealed.all(),
  };
}
export type Outbox = ReturnType<typeof openOutbox>;
