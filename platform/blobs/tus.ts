import { AsyncLocalStorage } from 'node:async_hooks';
import { Server } from '@tus/server';
import { isErrorCode } from '../../contracts/errors.ts';
import { MAX_BLOB_BYTES } from '../../contracts/material.ts';
import { sha256 as sha256Schema } from '../../contracts/primitives.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Answer } from '../refusal.ts';
import { failureOf } from './failure.ts';
import type { BlobParts, Sender } from './parts.ts';
import { auditRefusal } from './quarantine.ts';
import { checkSpace } from './space.ts';
import { orRefuseTus, stagedUploads } from './tus-store.ts';
import { DRAIN_MS, uploadLocks } from './upload-locks.ts';
import { reserveUpload } from './upload-rows.ts';

export const UPLOADS_PATH = '/v1/uploads';

export interface TusCall {
  method: string;
  headers: Record<string, string>;
  /** Of the upload; absent where one is made. */
  id?: string;
  /** Bytes of the request; absent for a method that has none. */
  body?: AsyncIterable<Uint8Array>;
}
export interface TusReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}
/** A request of a known terminal. What the protocol answers is a reply; what the hub refuses of its own is a code. */
export type TusUploads = (sender: Sender, call: TusCall) => Promise<Answer<TusReply>>;

/**
 * tus 1.0 (https://tus.io/protocols/resumable-upload) with creation, expiration and termination: the protocol by
 * `@tus/server`, the bytes by `staging.ts`, the rows by `upload-rows.ts`.
 */
export function tusUploads({
  hub,
  folders,
  flushes,
  timers,
}: Pick<BlobParts, 'hub' | 'folders' | 'flushes' | 'timers'>): TusUploads {
  /** Who makes the request that is being served: tus hands its store nothing but the id of an upload. */
  const senders = new AsyncLocalStorage<Sender>();
  const sender = (): Sender => {
    const known = senders.getStore();
    if (known === undefined) throw new Error('a tus request that nobody made');
    return known;
  };
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: stagedUploads(hub, folders.staged, flushes, () => sender().terminalId),
    relativeLocation: true,
    allowedOrigins: [],
    maxSize: MAX_BLOB_BYTES,
    locker: uploadLocks(timers),
    lockDrainTimeout: DRAIN_MS,
    async namingFunction(request, metadata) {
      const length = request.headers.get('upload-length');
      return orRefuseTus(await reserve(sender(), length, metadata ?? {}));
    },
    onResponseError(_request, error) {
      // The protocol's own refusals, and ours.
      if ('status_code' in error) return undefined;
      const code = failureOf(error);
      hub.log.error({ err: error, ...(code === null ? {} : { code }) }, 'blob.uploadFailed');
      return { status_code: 500, body: code ?? 'internal' };
    },
  });

  /** Answers the id of a new upload. */
  async function reserve(
    sender: Sender,
    length: string | null,
    metadata: Record<string, string | null>,
  ): Promise<Answer<string>> {
    const { sha256, ...others } = metadata;
    const declared = sha256Schema.safeParse(sha256);
    if (!declared.success || Object.keys(others).length > 0) {
      await auditRefusal(hub, sender, { sha256: '-', reason: 'blob.badMetadata' });
      return fail('blob.badMetadata');
    }
    const size = Number(length);
    if (size === 0) {
      await auditRefusal(hub, sender, { sha256: declared.data, reason: 'blob.empty' });
      return fail('blob.empty');
    }
    if (size > MAX_BLOB_BYTES) return fail('input.tooLarge');
    const space = await checkSpace(folders.staged, size);
    if (!space.ok) return space;
    const { terminalId } = sender;
    const upload = await reserveUpload(hub, { terminalId, kind: 'tus', sha256: declared.data, size });
    return upload.ok ? ok(upload.value.id) : upload;
  }

  return async (caller, { method, headers, id, body }) => {
    const url = `http://hub${UPLOADS_PATH}${id === undefined ? '' : `/${id}`}`;
    const init = body === undefined ? {} : { body: streamOf(body), duplex: 'half' as const };
    const request = new Request(url, { method, headers, ...init });
    const response = await senders.run(caller, () => server.handleWeb(request));
    const text = await response.text();
    if (!response.ok && isErrorCode(text)) return fail(text);
    return ok({ status: response.status, headers: Object.fromEntries(response.headers), body: text });
  };
}

/** Asked for one part at a time, and handed on as it is: `ReadableStream.from` and `Request` would copy each. */
function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const parts = source[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
