import type { ErrorCode } from '../../contracts/errors.ts';
import { blobCommitted } from '../../contracts/material.ts';
import { ok } from '../../contracts/result.ts';
import { type Call, type HubFailure, type HubHttp, type HubResult, post } from '../hub/http.ts';
import type { BlobLane } from './blob-store.ts';
import type { Pace } from './pace.ts';
import { createRequestSize } from './request-size.ts';
import type { BlobRow } from './rows.ts';
import type { SealedReader } from './sealed-file.ts';
import { LOST } from './sweep.ts';
import { createUpload, type Offset, patchUpload, uploadId, uploadOffset } from './tus.ts';
import { BodyFailed, type Wire, type WireBody } from './wire.ts';

export interface SendBlobOptions {
  lane: BlobLane;
  wire: Wire;
  http: Pick<HubHttp, 'json'>;
  /** Gives a token, and a new one when the hub does not take it. */
  authed: <T>(send: (token: string) => Promise<HubResult<T>>) => Promise<HubResult<T>>;
  pace: Pace;
  /** Resolves when no rating is on its way. */
  ratingsGone: () => Promise<void>;
  signal: AbortSignal;
  /** Bytes of it that the hub has on disk. */
  onAcked: (blob: BlobRow, acked: number) => void;
  boottimeMs: () => number;
  /** Of a PUT at most, and of a PATCH at first, bytes; tests use small ones. */
  chunkBytes?: number;
}
/**
 * `committed`: acknowledged, and kept as such · `dead`: never to be sent as it is · `closed`: office hours began ·
 * `failed`: to be tried again.
 */
export type Sent =
  | { kind: 'committed' }
  | { kind: 'closed' }
  | { kind: 'dead'; code: ErrorCode }
  | { kind: 'failed'; failure: HubFailure };

/** The hub's word on the bytes themselves. */
const NEVER = new Set<ErrorCode>(['blob.badType', 'blob.tooManyPixels', 'blob.infected']);
/** What the hub has of it is of no use: begun anew. */
const ANEW = new Set<ErrorCode>([
  'blob.notStaged',
  'blob.uploadUnknown',
  'blob.uploadExpired',
  'blob.badHash',
  'blob.badLength',
]);
/** Handed on at one time where no speed is set. */
const PIECE_BYTES = 64 * 1024;
/** The hub hashes all of it again and flushes it. */
const COMMIT_MS = 180_000;
const failed = (code: ErrorCode, more: Omit<HubFailure, 'code'> = {}): Sent => ({
  kind: 'failed',
  failure: { code, ...more },
});
const NOT_KEPT = failed('store.fault');
const NOT_OURS = failed('hub.notOurs', { detail: 'blob' });

/** Sends blobs, one at a time: is it there? → one PUT, or tus → commit, the only acknowledgement. */
export function createBlobSending(o: SendBlobOptions) {
  const { lane, wire, authed } = o;
  const size = createRequestSize({ rate: o.pace.rate, chunkBytes: o.chunkBytes });

  async function send(blob: BlobRow): Promise<Sent> {
    const there = await isThere(blob.sha256);
    if (!there.ok) return { kind: 'failed', failure: there.error };
    if (there.value) return commit(blob, blob.uploadUrl);
    const opened = lane.open(blob.sha256);
    if (!opened.ok) return opened.error.code === LOST ? { kind: 'dead', code: LOST } : NOT_KEPT;
    const reader = opened.value;
    try {
      if (blob.size <= size.put() && blob.uploadUrl === null) {
        const sent = await sendWhole(blob, reader);
        if (sent !== 'tooLarge') return sent;
      }
      return await sendByTus(blob, reader);
    } catch (e) {
      if (!(e instanceof BodyFailed)) throw e;
      return e.cause instanceof Damaged ? { kind: 'dead', code: LOST } : NOT_KEPT;
    } finally {
      reader.close();
    }
  }

  async function isThere(sha256: string): Promise<HubResult<boolean>> {
    const path = `/v1/blobs/${sha256}`;
    const reply = await authed((token) => wire({ method: 'HEAD', path, token, accepts: [404] }));
    return reply.ok ? ok(reply.value.status === 200) : reply;
  }

  async function sendWhole(blob: BlobRow, reader: SealedReader): Promise<Sent | 'tooLarge'> {
    const path = `/v1/blobs/${blob.sha256}`;
    const reply = await authed((token) =>
      wire({ method: 'PUT', path, token, body: bodyOf(reader, 0, blob.size) }),
    );
    if (reply.ok) return reply.value.status === 204 ? commit(blob, null) : NOT_OURS;
    if (reply.error.code !== 'input.tooLarge' || !size.tooLarge(blob.size)) return giveUp(blob, reply.error);
    return 'tooLarge';
  }

  async function sendByTus(blob: BlobRow, reader: SealedReader): Promise<Sent> {
    let url = blob.uploadUrl;
    let offset: number | null = null;
    let begun = 0;
    for (;;) {
      if (url === null) {
        // Begun anew once in a row; what goes wrong again has to wait.
        if (begun === 2) return failed('blob.uploadUnknown');
        begun += 1;
        const created = await authed((token) => createUpload(wire, token, blob));
        if (!created.ok) return giveUp(blob, created.error);
        url = created.value;
        if (!lane.keepUpload(blob.sha256, url)) return NOT_KEPT;
        offset = 0;
      }
      const at: string = url;
      const length: number = Math.min(size.patch(), blob.size - (offset ?? 0));
      const next: HubResult<Offset> =
        offset === null
          ? await authed((token) => uploadOffset(wire, token, at))
          : await sendPatch(reader, at, offset, length);
      if (!next.ok) {
        if (next.error.code === 'input.tooLarge' && size.tooLarge(length)) continue;
        return giveUp(blob, next.error);
      }
      if (next.value === 'busy') return failed('blob.uploadBusy');
      if (next.value === 'gone') {
        if (!lane.keepUpload(blob.sha256, null)) return NOT_KEPT;
        url = null;
        o.onAcked(blob, 0);
      } else if (next.value === 'moved') {
        if (offset === null) return NOT_OURS;
        offset = null;
      } else {
        const from: number = offset ?? -1;
        if (next.value <= from || next.value > blob.size) return NOT_OURS;
        offset = next.value;
        o.onAcked(blob, offset);
        if (offset === blob.size) return commit(blob, url);
        if (o.pace.closedForMs() > 0) return { kind: 'closed' };
      }
      if (o.signal.aborted) return failed('hub.unreachable');
    }
  }

  async function sendPatch(
    reader: SealedReader,
    url: string,
    offset: number,
    length: number,
  ): Promise<HubResult<Offset>> {
    const begun = o.boottimeMs();
    const sent = await authed((token) =>
      patchUpload(wire, token, url, offset, bodyOf(reader, offset, length)),
    );
    if (sent.ok && sent.value === offset + length) size.went(length, o.boottimeMs() - begun);
    else size.cut();
    return sent;
  }

  async function commit(blob: BlobRow, url: string | null): Promise<Sent> {
    const { sha256, size } = blob;
    const body = { size, ...(url === null ? {} : { upload: uploadId(url) }) };
    const call: Call = post(`/blobs/${sha256}/commit`, body, COMMIT_MS);
    const reply = await authed((token) => o.http.json({ ...call, token }, blobCommitted));
    if (!reply.ok) return giveUp(blob, reply.error);
    if (reply.value.sha256 !== sha256 || reply.value.size !== size) return NOT_OURS;
    if (!lane.committed(sha256)) return NOT_KEPT;
    o.onAcked(blob, size);
    return { kind: 'committed' };
  }

  function giveUp(blob: BlobRow, failure: HubFailure): Sent {
    if (NEVER.has(failure.code)) return { kind: 'dead', code: failure.code };
    if (ANEW.has(failure.code)) {
      if (!lane.keepUpload(blob.sha256, null)) return NOT_KEPT;
      o.onAcked(blob, 0);
    }
    return { kind: 'failed', failure };
  }

  function bodyOf(reader: SealedReader, offset: number, length: number): WireBody {
    return { length, pieces: pieces(reader, offset, offset + length) };
  }

  /** As fast as is allowed, and never beside a rating. */
  async function* pieces(reader: SealedReader, from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to; ) {
      const record = reader.read(at);
      if (record === null) throw new Damaged();
      const part = record.subarray(0, to - at);
      at += part.length;
      for (let done = 0; done < part.length; ) {
        const piece = part.subarray(done, done + pieceBytes());
        done += piece.length;
        await o.ratingsGone();
        await o.pace.take(piece.length, o.signal);
        yield piece;
      }
    }
  }

  /** About a second's worth. */
  const pieceBytes = (): number => Math.max(1, Math.floor(o.pace.rate() || PIECE_BYTES));

  return { send, isThere };
}

class Damaged extends Error {}
