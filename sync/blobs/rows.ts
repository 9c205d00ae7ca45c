import type { Database } from 'better-sqlite3';
import type { BlobId } from './sealed-file.ts';

export type BlobState = 'staged' | 'ready' | 'committed' | 'purged';
export interface BlobRow extends BlobId {
  /** Under the data directory. */
  path: string;
  state: BlobState;
  deadCode: string | null;
  uploadUrl: string | null;
}
/** How much the store holds, plain bytes. */
export interface BlobUsage {
  bytes: number;
  /** Still to be acknowledged by the hub. */
  waiting: number;
  waitingBytes: number;
}

const COLUMNS = 'sha256, size, path, state, dead_code as deadCode, upload_url as uploadUrl';

/** `cas/ab/<sha256>.sealed`; pictures of the reference data lie beside them, in the clear and without the ending. */
export const blobPath = (sha256: string): string => `cas/${sha256.slice(0, 2)}/${sha256}.sealed`;

/** The rows of blobs, of the materials, and which outbox row names which blob. Nothing here touches a file. */
export function openBlobRows(db: Database) {
  const get = db.prepare(`select ${COLUMNS} from blob where sha256 = ?`);
  const all = db.prepare(`select ${COLUMNS} from blob order by sha256`);
  const inState = db.prepare(`select ${COLUMNS} from blob where state = ? order by sha256`);
  const stage = db.prepare(
    `insert into blob (sha256, size, path, state) values (?, ?, ?, 'staged')
     on conflict (sha256) do update set state = case state when 'purged' then 'staged' else state end`,
  );
  const link = db.prepare('insert or ignore into outbox_blob (seq, sha256) values (?, ?)');
  const toReady = db.prepare(
    `update blob set state = 'ready', upload_url = null, dead_code = null
     where sha256 = ? and (state = 'staged' or dead_code is not null)`,
  );
  const waiting = db.prepare(
    `select b.sha256, size, path, b.state, b.dead_code as deadCode, upload_url as uploadUrl
     from blob b join outbox_blob l on l.sha256 = b.sha256 join outbox o on o.seq = l.seq
     where b.state = 'ready' and b.dead_code is null and o.state in ('ready', 'acked')
     group by b.sha256 order by min(l.seq)`,
  );
  const setUpload = db.prepare("update blob set upload_url = ? where sha256 = ? and state = 'ready'");
  const commit = db.prepare(
    "update blob set state = 'committed', upload_url = null where sha256 = ? and state = 'ready'",
  );
  const unconfirm = db.prepare(
    `update outbox set confirmed_ms = null
     where state = 'acked' and seq in (select seq from outbox_blob where sha256 = ?)`,
  );
  const kill = db.prepare(
    "update blob set dead_code = ?, upload_url = null where sha256 = ? and state = 'ready' and dead_code is null",
  );
  const killRows = db.prepare(
    `update outbox set state = 'dead', dead_code = ?, confirmed_ms = null
     where state in ('ready', 'acked') and seq in (select seq from outbox_blob where sha256 = ?)`,
  );
  const revive = db.prepare(
    `update blob set state = 'ready', dead_code = null, upload_url = null
     where state <> 'purged' and sha256 in (select sha256 from outbox_blob where seq = ?)`,
  );
  const sendAgain = db.prepare(
    `update blob set state = 'ready' where state = 'committed' and sha256 in
     (select l.sha256 from outbox_blob l join outbox o on o.seq = l.seq where o.state = 'ready')`,
  );
  const setReady = db.prepare("update blob set state = 'ready' where sha256 = ? and state = 'committed'");
  const held = db
    .prepare(
      `select sha256 from blob b where state = 'committed'
       and exists (select 1 from outbox_blob l where l.sha256 = b.sha256)`,
    )
    .pluck();
  const unnamed = db
    .prepare(
      `select sha256 from blob b where state in ('ready', 'committed')
       and not exists (select 1 from outbox_blob l where l.sha256 = b.sha256)`,
    )
    .pluck();
  const purge = db.prepare("update blob set state = 'purged' where sha256 = ?");
  const forget = db.prepare("delete from blob where sha256 = ? and state = 'purged'");
  const usage = db.prepare(
    `select coalesce(sum(size) filter (where state <> 'purged'), 0) as bytes,
            count(*) filter (where state = 'ready') as waiting,
            coalesce(sum(size) filter (where state = 'ready'), 0) as waitingBytes from blob`,
  );
  const ofRow = db.prepare(
    `select ${COLUMNS} from blob where sha256 in (select sha256 from outbox_blob where seq = ?) order by sha256`,
  );
  const addMaterial = db.prepare('insert into material (id, seq) values (?, ?)');
  const seqOf = db.prepare('select seq from material where id = ?').pluck();
  const stateOf = db.prepare('select state from outbox where seq = ?').pluck();

  return {
    get: (sha256: string): BlobRow | null => (get.get(sha256) as BlobRow | undefined) ?? null,
    all: (): BlobRow[] => all.all() as BlobRow[],
    inState: (state: BlobState): BlobRow[] => inState.all(state) as BlobRow[],
    /** Its file is durable. */
    stage: ({ sha256, size }: BlobId): void => void stage.run(sha256, size, blobPath(sha256)),
    /** Outbox row `seq` names it; a blob that was dead is tried anew. */
    link(seq: number, sha256: string): void {
      link.run(seq, sha256);
      toReady.run(sha256);
    },
    /** Those to be sent, in order of the rows that name them. */
    waiting: (): BlobRow[] => waiting.all() as BlobRow[],
    setUpload: (sha256: string, url: string | null): void => void setUpload.run(url, sha256),
    /** The hub has it. The grace of the rows that name it counts from the next reconciliation. */
    commit(sha256: string): void {
      db.transaction(() => {
        if (commit.run(sha256).changes === 1) unconfirm.run(sha256);
      })();
    },
    /** It will never be sent as it is: it is dead, and with it the rows that name it. */
    kill(sha256: string, code: string): void {
      db.transaction(() => {
        if (kill.run(code, sha256).changes === 1) killRows.run(code, sha256);
      })();
    },
    /** Staff want row `seq` to be tried again. */
    revive: (seq: number): void => void revive.run(seq),
    /** Rows that are ready again may have lost their blobs at the hub with them. */
    sendAgain: (): number => sendAgain.run().changes,
    /** The hub no longer has it. */
    lost: (sha256: string): void => void setReady.run(sha256),
    /** Committed, and still named by a row. */
    held: (): string[] => held.all() as string[],
    /** Sent or to be sent, and no row names it any more. */
    unnamed: (): string[] => unnamed.all() as string[],
    purge: (sha256: string): void => void purge.run(sha256),
    forget: (sha256: string): void => void forget.run(sha256),
    usage: (): BlobUsage => usage.get() as BlobUsage,

    ofRow: (seq: number): BlobRow[] => ofRow.all(seq) as BlobRow[],
    addMaterial: (id: string, seq: number): void => void addMaterial.run(id, seq),
    /** Row of a material; null: never saved, or purged. */
    seqOf: (id: string): number | null => (seqOf.get(id) as number | undefined) ?? null,
    stateOf: (seq: number): string | null => (stateOf.get(seq) as string | undefined) ?? null,
  };
}
export type BlobRows = ReturnType<typeof openBlobRows>;
