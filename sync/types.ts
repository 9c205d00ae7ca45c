import type { output, ZodType } from 'zod';
import type { Clock, Timers } from '../contracts/clock.ts';
import type { DeviceSummary } from '../contracts/devices.ts';
import type { PadRequest, Progress } from '../contracts/hub/terminal-api.ts';
import type { ItemKind } from '../contracts/ingest.ts';
import type { MaterialBody } from '../contracts/material.ts';
import type { Stage } from '../contracts/primitives.ts';
import type { RatedCase, RatingBody } from '../contracts/rating.ts';
import type { Reference } from '../contracts/reference.ts';
import type { Result } from '../contracts/result.ts';

/** Kinds of rows whose content the store does not know. */
export type RecordKind = Exclude<ItemKind, 'rating' | 'material'>;

/** A question to the hub: what `contracts/hub` says of it. */
export interface Question {
  method: 'GET' | 'POST';
  /** Under /v1. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Default 5 s. */
  timeoutMs?: number;
}

/** What the terminal service asks of `sync`. The store is the only writer of the terminal's database. */

export interface StoreOptions {
  /** Data directory of this terminal: `terminal.db`, `cas/`, `quarantine/`, `ballast`, `lock`. */
  dir: string;
  terminalId: string;
  /** 32 bytes: AES-256-GCM key of personal data. */
  key: Uint8Array;
  clock: Clock;
  newId: () => string;
  /** Size of the file that is given up when the disk is full, bytes. Default 16 MiB. */
  ballastBytes?: number;
  /** WAL pages after which SQLite checkpoints by itself. Default 1,000; tests of power cuts want many checkpoints. */
  checkpointPages?: number;
  /** Most that the blobs of materials may take, bytes. Default 8 GiB. */
  blobQuotaBytes?: number;
}

/** Bytes of a material. Hash and length are known beforehand, and what comes is held against them. */
export interface BlobSource {
  /** Lower-case hexadecimal. */
  sha256: string;
  size: number;
  /** All of them, or a reading from their beginning, so that a large file is never in memory whole. */
  bytes: Uint8Array | (() => Iterable<Uint8Array> | AsyncIterable<Uint8Array>);
}

export interface MaterialState {
  seq: number;
  /** Of its outbox row. `acked`: the hub has the row; the material is there when its blobs are committed too. */
  row: 'ready' | 'acked' | 'dead';
  blobs: { sha256: string; size: number; committed: boolean }[];
}

/** How far a material has come: bytes that the hub has acknowledged, of all. */
export interface MaterialProgress {
  acked: number;
  total: number;
  /** `sent`: the hub has row and bytes for certain · `dead`: staff have to look. */
  state: 'waiting' | 'sending' | 'sent' | 'dead';
}

/** How the blobs of materials may use the line. Nothing is limited unless it is said. */
export interface UploadLimits {
  /** Bytes a second; null: as fast as it goes. */
  bytesPerSecond: number | null;
  /**
   * Another limit within the hall's office hours, from `from` until `to` (`HH:MM`, China Standard Time; `to` may lie on
   * the next day). 0: nothing is sent until they end.
   */
  officeHours: { from: string; to: string; bytesPerSecond: number } | null;
}

export interface Store {
  /** uuid of this database's creation. */
  readonly epoch: string;
  /** Set when opening had to quarantine a corrupt database: where it was put and how many unsent rows were salvaged. */
  readonly recovered: { quarantined: string; salvaged: number } | null;

  /**
   * Domain row and outbox row in one durable commit; only after its `ok` may a screen say saved.
   * The row is held back from sending until `release` or `holdMs` have passed, or the process starts anew.
   */
  saveRating(body: RatingBody, holdMs: number): Result<{ seq: number }>;
  /** Replaces the body of a rating that is still held. `undo.late` once it is not. */
  amendRating(body: RatingBody): Result<null>;
  /** The citizen took it back within the undo time: wipes the body, never sends it. `undo.late` once released. */
  withdrawRating(id: string): Result<null>;
  /** The session is over: the rating may be sent. */
  release(id: string): void;
  /** Has this terminal saved a rating of this case and stage (sent or not, not withdrawn)? */
  hasRated(caseNo: string, stage: Stage): boolean;

  /**
   * Bytes of a page or document in a durable, encrypted file, before any material names them; those of an earlier
   * process are gone. The same bytes are kept once. Errors: `store.full` (disk or quota; nothing was written),
   * `store.fault`, `blob.badHash`, `blob.badLength`, `blob.empty`, `input.tooLarge`, `material.unreadable` (the source failed).
   */
  stageBlob(source: BlobSource): Promise<Result<{ sha256: string; size: number }>>;
  /** The session is over: lets go of staged blobs that no material names. */
  discardBlobs(sha256s: readonly string[]): void;
  /**
   * The blobs first, each durable; then the material's row and what it names in one durable commit; only after its
   * `ok` may a screen say kept. `blobs` holds at least the document. The same `body.id` again is no error.
   * Errors: as `stageBlob`, and `input.invalid`.
   */
  saveMaterial(body: MaterialBody, blobs: readonly BlobSource[]): Promise<Result<{ seq: number }>>;
  /** null: never saved, or sent and purged. */
  material(id: string): MaterialState | null;
  /** Plain bytes held, of those still to be acknowledged, and the quota. */
  blobUsage(): { bytes: number; waiting: number; waitingBytes: number; quotaBytes: number };

  /**
   * Any other row that a citizen makes, in one durable commit; only after its `ok` may a screen say saved. The same
   * `body.id` again is no error. `store.full`, `store.fault`.
   */
  saveRecord(kind: RecordKind, body: { id: string }): Result<{ seq: number }>;
  /** As `saveRecord`, several of one kind in one commit: all of them, or none. */
  saveRecords(kind: RecordKind, bodies: readonly { id: string }[]): Result<{ seqs: readonly number[] }>;
  /** `acked`: the hub has it. null: never saved, or sent and purged. */
  record(id: string): 'ready' | 'acked' | 'dead' | null;

  /** A text kept by name, sealed: the hub's data for use without it, a half-done application. `store.full`, `store.fault`. */
  putDocument(name: string, text: string): Result<null>;
  document(name: string): string | null;
  removeDocument(name: string): void;
  /** Of all that begin so, in order. */
  documentNames(prefix: string): string[];
  /** Lets go of those whose name begins so and that were put before `beforeMs`, by the wall clock. */
  forgetDocuments(prefix: string, beforeMs: number): void;

  /**
   * A name for a person under which documents may be kept: HMAC-SHA256 of the number by this terminal's key, hex. It tells
   * nobody else the number, and is another one at every terminal.
   */
  holderOf(idNumber: string): string;

  queue(): { ready: number; dead: number; oldestMs: number };
  dead(): { seq: number; kind: string; code: string }[];
  /** Staff: a dead row goes back to ready. */
  requeue(seq: number): Result<null>;
  /** Staff: dead rows as JSON text with bodies encrypted as stored, for a technician's bundle. */
  exportDead(): string;

  reference(): Reference | null;
  asset(sha256: string): { bytes: Uint8Array; type: string } | null;

  /** null, or the fault that stops new work (`store.full`, `store.fault`). */
  fault(): 'store.full' | 'store.fault' | null;
  /** Called at every change of `fault()` and of `queue()`. Returns how to stop. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface HubLinkOptions {
  hubUrl: string;
  terminalId: string;
  /** Code for the first contact; needed only until enrolled. */
  enrolmentCode?: string | undefined;
  app: string;
  store: Store;
  /** Directory of the Ed25519 device key (0600). */
  dir: string;
  clock: Clock;
  timers: Timers;
  /** U[0,1). */
  random: () => number;
  /** The peripherals, for the heartbeat. */
  devices?: () => DeviceSummary[];
  /** Default: no limit. */
  uploadLimits?: UploadLimits;
  fetch?: typeof fetch;
  log: (event: string, data?: Record<string, unknown>) => void;
}

export interface HubLink {
  online(): boolean;
  fault(): 'revoked' | 'notEnrolled' | null;
  /** The open request of this window as last seen; `leftMs` counted down to now. */
  request(): PadRequest | null;
  /** Tells the hub what became of a request. Best effort: kept in memory and tried again while it matters. */
  progress(id: string, state: Progress): void;
  checkCase(
    caseNo: string,
    stage: Stage,
  ): Promise<Result<{ state: 'found' | 'unknown' | 'alreadyRated'; case: RatedCase | null }>>;
  /**
   * Any other question to the hub, with the terminal's token. Answers what fits `schema`; `hub.unreachable` and
   * `hub.notOurs` when there is no such answer in time, else the hub's own code.
   */
  ask<T extends ZodType>(question: Question, schema: T): Promise<Result<output<T>>>;
  /** Called when `online`, `fault`, `request` or the reference data change. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Send what is ready now (after a release). */
  kick(): void;
  stop(): Promise<void>;
}

/** How far a blob has come: `acked` of `total` bytes are on the hub's disk. */
export interface BlobProgress {
  sha256: string;
  acked: number;
  total: number;
}

/** The lane of blobs, as the screens see it. */
export interface MaterialLink {
  /** null: never saved, or sent and purged. Nothing counts before the hub has it on its disk. */
  materialProgress(id: string): MaterialProgress | null;
  /** Called when a blob has come further. Returns how to stop. */
  onProgress(listener: (p: BlobProgress) => void): () => void;
}
