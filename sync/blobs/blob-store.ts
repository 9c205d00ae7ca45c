import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_BODY_BYTES } from '../../contracts/ingest.ts';
import { MAX_BLOB_BYTES, type MaterialBody, materialBody } from '../../contracts/material.ts';
import { type Failure, fail, ok, type Result } from '../../contracts/result.ts';
import type { Outbox } from '../store/outbox.ts';
import { deriveKey, sealKey } from '../store/seal.ts';
import type { BlobSource, MaterialState } from '../types.ts';
import { type BlobRow, type BlobRows, type BlobUsage, blobPath } from './rows.ts';
import {
  type BlobId,
  openSealed,
  RECORD_BYTES,
  type SealedReader,
  sealedSize,
  writeSealed,
} from './sealed-file.ts';
import { isWhole, LOST, purgeFiles } from './sweep.ts';

export interface BlobStoreOptions {
  dir: string;
  key: Uint8Array;
  /** Most that is held, plain bytes. */
  quotaBytes: number;
  /** Free space that blobs leave to the rest of the store, bytes. */
  reserveBytes: number;
  /** Where the store notes which blobs it is at; the engine's sweep keeps off them. */
  busy: Set<string>;
  engine: {
    use<T>(work: (p: BlobWork) => T): Result<T, Failure<'store.full' | 'store.fault'>>;
    broken(error: unknown): Failure<'store.full' | 'store.fault'>;
    fault(): 'store.full' | 'store.fault' | null;
    makeRoom(): void;
  };
  onChange: () => void;
  /** The row may be on the disk although the save was answered as failed. */
  onDoubt: (id: string) => void;
}
interface BlobWork {
  db: { transaction<T>(work: () => T): () => T };
  outbox: Outbox;
  blobs: BlobRows;
}

/** What the sender of blobs asks of the store. */
export interface BlobLane {
  /** Those to be sent, in order. */
  waiting(): BlobRow[];
  /** The path of the tus upload that was begun for it; null: to be begun anew. False: not kept. */
  keepUpload(sha256: string, url: string | null): boolean;
  /** The hub's acknowledgement. False: not kept, to be asked for again. */
  committed(sha256: string): boolean;
  /** The hub never takes it, or its bytes are lost: dead, and the rows that name it. */
  refused(sha256: string, code: string): boolean;
  /** Committed ones still named by a row. */
  held(): string[];
  /** The hub no longer has it: to be sent again. */
  lost(sha256: string): void;
  /** `blob.lost`: gone or damaged; `store.fault`: the disk refused. */
  open(sha256: string): Result<SealedReader, Failure<'blob.lost' | 'store.fault'>>;
}

/** Bytes of materials, durable and encrypted, and the materials that name them. Everything but the files is in the database. */
export function createBlobStore(o: BlobStoreOptions) {
  const { engine, dir } = o;
  const key = sealKey(deriveKey(o.key, 'blob'));
  const writing = new Map<string, Promise<Result<BlobId>>>();
  /** How many are at a blob now. */
  const holders = new Map<string, number>();
  let closed = false;

  function hold(sha256: string): () => void {
    holders.set(sha256, (holders.get(sha256) ?? 0) + 1);
    o.busy.add(sha256);
    return () => {
      const left = (holders.get(sha256) ?? 1) - 1;
      if (left > 0) holders.set(sha256, left);
      else {
        holders.delete(sha256);
        o.busy.delete(sha256);
      }
    };
  }

  async function stageBlob(source: BlobSource): Promise<Result<BlobId>> {
    const release = hold(source.sha256);
    try {
      const here = await bring(source);
      if (!here.ok) return here;
      const noted = engine.use(({ blobs }) => blobs.stage(here.value));
      return noted.ok ? here : noted;
    } finally {
      release();
    }
  }

  /** Its file is durable after this; nothing in the database says so yet. */
  async function bring({ sha256, size, bytes }: BlobSource): Promise<Result<BlobId>> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return fail('input.invalid', 'sha256');
    if (size === 0) return fail('blob.empty');
    if (!(size > 0 && size <= MAX_BLOB_BYTES)) return fail('input.tooLarge');
    // Of two at once one writes; the other takes its outcome.
    let writes = writing.get(sha256);
    if (writes === undefined) {
      writes = write({ sha256, size }, bytes).finally(() => writing.delete(sha256));
      writing.set(sha256, writes);
    }
    const written = await writes;
    return written.ok && written.value.size !== size ? fail('blob.badLength') : written;
  }

  async function write(id: BlobId, bytes: BlobSource['bytes']): Promise<Result<BlobId>> {
    const row = engine.use(({ blobs }) => blobs.get(id.sha256));
    if (!row.ok) return row;
    if (row.value !== null && isHere(row.value)) {
      const { sha256, size } = row.value;
      return ok({ sha256, size });
    }
    const path = join(dir, blobPath(id.sha256));
    try {
      const room = makeRoom(id.size);
      if (room !== null) return room;
      const source = pieces(bytes, () => closed);
      const written = await writeSealed({ path, root: dir, key, id }, source);
      return written.ok ? ok(id) : written;
    } catch (e) {
      if (e instanceof SourceFailed) return fail('material.unreadable', e.message);
      return { ok: false, error: e === CLOSED ? { code: 'store.fault' } : engine.broken(e) };
    }
  }

  const isHere = (row: BlobRow): boolean =>
    row.state !== 'purged' && row.deadCode === null && isWhole(join(dir, row.path), row.size);

  /** Refuses what the disk or the quota has no room for, before any of it is written. null: there is room. */
  function makeRoom(size: number): { ok: false; error: Failure } | null {
    for (let tries = 1; ; tries += 1) {
      const fault = engine.fault();
      if (fault !== null) return fail(fault);
      const used = engine.use(({ blobs }) => blobs.usage().bytes);
      if (!used.ok) return used;
      const lacks = shortOf(used.value + size > o.quotaBytes, sealedSize(size));
      if (lacks === null) return null;
      if (tries > 1) return fail('store.full', lacks);
      engine.makeRoom();
    }
  }

  function shortOf(overQuota: boolean, bytes: number): 'quota' | 'disk' | null {
    if (overQuota) return 'quota';
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize < bytes + o.reserveBytes ? 'disk' : null;
  }

  async function saveMaterial(
    body: MaterialBody,
    sources: readonly BlobSource[],
  ): Promise<Result<{ seq: number }>> {
    if (!materialBody.safeParse(body).success) return fail('input.invalid', 'material');
    const { document } = body;
    if (!sources.some((s) => s.sha256 === document.sha256 && s.size === document.size))
      return fail('input.invalid', 'document');
    const bytes = Buffer.from(JSON.stringify(body));
    if (bytes.length > MAX_BODY_BYTES) return fail('input.tooLarge', 'body');
    const releases = sources.map((s) => hold(s.sha256));
    try {
      for (const source of sources) {
        const here = await bring(source);
        if (!here.ok) return here;
      }
      const saved = engine.use(({ db, outbox, blobs }) =>
        db.transaction(() => {
          const before = blobs.seqOf(body.id);
          if (before !== null) return before;
          const seq = outbox.add('material', bytes);
          blobs.addMaterial(body.id, seq);
          for (const { sha256, size } of sources) {
            blobs.stage({ sha256, size });
            blobs.link(seq, sha256);
          }
          return seq;
        })(),
      );
      if (!saved.ok) {
        if (saved.error.code === 'store.fault') o.onDoubt(body.id);
        return saved;
      }
      o.onChange();
      return ok({ seq: saved.value });
    } finally {
      for (const release of releases) release();
    }
  }

  /** A session is over: what it staged and did not save goes. */
  function discardBlobs(sha256s: readonly string[]): void {
    engine.use(({ blobs }) => {
      for (const sha256 of sha256s)
        if (blobs.get(sha256)?.state === 'staged' && !o.busy.has(sha256)) blobs.purge(sha256);
    });
    purge();
  }

  function purge(): void {
    engine.use(({ blobs }) => purgeFiles({ dir, rows: blobs, busy: o.busy }));
  }

  function material(id: string): MaterialState | null {
    const found = engine.use(({ blobs }): MaterialState | null => {
      const seq = blobs.seqOf(id);
      if (seq === null) return null;
      const rows = blobs.ofRow(seq);
      return {
        seq,
        row: blobs.stateOf(seq) as MaterialState['row'],
        blobs: rows.map((b) => ({ sha256: b.sha256, size: b.size, committed: b.state === 'committed' })),
      };
    });
    return found.ok ? found.value : null;
  }

  function open(sha256: string): Result<SealedReader, Failure<'blob.lost' | 'store.fault'>> {
    const row = engine.use(({ blobs }) => blobs.get(sha256));
    if (!row.ok) return fail('store.fault', row.error.detail);
    if (row.value === null || row.value.state === 'purged') return fail(LOST);
    try {
      return ok(openSealed(join(dir, row.value.path), key, row.value));
    } catch (e) {
      const { code } = e as { code?: string };
      return code === 'ENOENT' ? fail(LOST) : fail('store.fault', code);
    }
  }

  const done = (work: (rows: BlobRows) => void): boolean => {
    const result = engine.use(({ blobs }) => work(blobs));
    if (result.ok) o.onChange();
    return result.ok;
  };
  const read = <T>(work: (rows: BlobRows) => T, otherwise: T): T => {
    const result = engine.use(({ blobs }) => work(blobs));
    return result.ok ? result.value : otherwise;
  };
  const lane: BlobLane = {
    waiting: () => read((rows) => rows.waiting(), []),
    keepUpload: (sha256, url) => done((rows) => rows.setUpload(sha256, url)),
    committed: (sha256) => done((rows) => rows.commit(sha256)),
    refused: (sha256, code) => done((rows) => rows.kill(sha256, code)),
    held: () => read((rows) => rows.held(), []),
    lost: (sha256) => void done((rows) => rows.lost(sha256)),
    open,
  };

  return {
    stageBlob,
    saveMaterial,
    discardBlobs,
    material,
    blobUsage: (): BlobUsage & { quotaBytes: number } => ({
      ...read((rows) => rows.usage(), { bytes: 0, waiting: 0, waitingBytes: 0 }),
      quotaBytes: o.quotaBytes,
    }),
    lane,
    purge,
    /** What is being written ends as refused. */
    close(): void {
      closed = true;
    },
  };
}
export type BlobStore = ReturnType<typeof createBlobStore>;

const CLOSED = new Error('the store is closed');
/** What the bytes were read from failed, such as a USB stick that was pulled out: not our disk. */
class SourceFailed extends Error {}

async function* pieces(bytes: BlobSource['bytes'], isClosed: () => boolean): AsyncGenerator<Uint8Array> {
  const source = bytes instanceof Uint8Array ? slices(bytes) : bytes();
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  try {
    for (;;) {
      const next = await pull(iterator);
      if (isClosed()) throw CLOSED;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function pull(
  iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): Promise<IteratorResult<Uint8Array>> {
  try {
    return await iterator.next();
  } catch (e) {
    throw new SourceFailed((e as { code?: string } | null)?.code ?? 'source');
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += RECORD_BYTES) yield bytes.subarray(at, at + RECORD_BYTES);
}
