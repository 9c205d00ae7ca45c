import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Logger } from 'pino';
import { CannotStart, codeOf } from '../cannot-start.ts';
import type { S3Address } from './s3-url.ts';
import { type BlobStore, blobKey, hashOfKey, type StoredBlob, StoreUnavailable } from './store.ts';

const CONNECT_MS = 5_000;
/** Without a byte for so long, a request is given up. */
const SILENCE_MS = 60_000;
const TRIES = 3;
const SOCKETS = 32;

/**
 * Blobs as objects `ab/<sha256>` of a bucket, at anything that speaks S3. A put is one request whose body is signed
 * under the very hash that is its name (`x-amz-content-sha256`, and `x-amz-checksum-sha256` where that is kept), so
 * that a body that changed on its way is refused; what was put is looked at again before it counts.
 */
export function s3Store(address: S3Address): BlobStore & { check(log: Pick<Logger, 'warn'>): Promise<void> } {
  const { bucket: Bucket, endpoint, region, accessKeyId, secretAccessKey } = address;
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: TRIES,
    // What goes wrong is told by our own log; the SDK would write to the console.
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: SILENCE_MS,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: SOCKETS },
      httpsAgent: { maxSockets: SOCKETS },
    },
  });

  async function put(Key: string, sha256: string, file: string, size: number): Promise<void> {
    const body = await open(file, 'r');
    const stream = body.createReadStream();
    const broken = new AbortController();
    stream.once('error', (e) => broken.abort(e));
    const command = new PutObjectCommand({
      Bucket,
      Key,
      Body: stream,
      ContentLength: size,
      ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    });
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
        return next(args);
      },
      { step: 'build', name: 'signBodyUnderItsName' },
    );
    try {
      await client.send(command, { abortSignal: broken.signal });
    } finally {
      stream.destroy();
    }
    await verify(Key, sha256, size);
  }

  /** A store that keeps no checksum is asked for the bytes. */
  async function verify(Key: string, sha256: string, size: number): Promise<void> {
    const head = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    const kept =
      head.ChecksumSHA256 === undefined
        ? await hashStored(Key)
        : Buffer.from(head.ChecksumSHA256, 'base64').toString('hex');
    if (head.ContentLength === size && kept === sha256) return;
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    throw new StoreUnavailable('the store holds other bytes than were put');
  }
  async function hashStored(Key: string): Promise<string> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    const hash = createHash('sha256');
    for await (const part of Body as Readable) hash.update(part);
    return hash.digest('hex');
  }

  return {
    async put(sha256, file, size) {
      const Key = blobKey(sha256);
      await reach(() => put(Key, sha256, file, size));
    },
    async size(sha256) {
      const command = new HeadObjectCommand({ Bucket, Key: blobKey(sha256) });
      const head = await reach(() => orNull(client.send(command)));
      return head === null ? null : (head.ContentLength ?? 0);
    },
    async read(sha256, range) {
      const Range = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
      const command = new GetObjectCommand({ Bucket, Key: blobKey(sha256), ...Range });
      const got = await reach(() => orNull(client.send(command)));
      return got === null ? null : (got.Body as Readable);
    },
    async remove(sha256) {
      const command = new DeleteObjectCommand({ Bucket, Key: blobKey(sha256) });
      await reach(() => orNull(client.send(command)));
    },
    async *list(): AsyncGenerator<StoredBlob> {
      for (let token: string | undefined; ; ) {
        const Continuation = token === undefined ? {} : { ContinuationToken: token };
        const page = await reach(() => client.send(new ListObjectsV2Command({ Bucket, ...Continuation })));
        for (const { Key = '', Size = 0, LastModified = new Date() } of page.Contents ?? []) {
          const sha256 = hashOfKey(Key);
          if (sha256 !== null) yield { sha256, size: Size, modifiedAt: LastModified };
        }
        token = page.NextContinuationToken;
        if (token === undefined) return;
      }
    },
    async check(log) {
      try {
        await client.send(new HeadBucketCommand({ Bucket }));
      } catch (e) {
        const status = e instanceof S3ServiceException ? e.$metadata.httpStatusCode : undefined;
        if (status === 404) throw new CannotStart(`the bucket ${Bucket} of S3_URL is not there; make it`);
        if (status === 401 || status === 403)
          throw new CannotStart(`S3_URL's key may not use the bucket ${Bucket}`);
        log.warn({ code: codeOf(e) }, 'blobs.storeUnreachable');
      }
    },
    close: () => client.destroy(),
  };
}

async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (e) {
    // A staged file that is gone is the caller's affair.
    if (e instanceof StoreUnavailable || codeOf(e) === 'ENOENT') throw e;
    throw new StoreUnavailable(`S3: ${codeOf(e)}`, { cause: e });
  }
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (e) {
    if (e instanceof S3ServiceException && e.$metadata.httpStatusCode === 404) return null;
    throw e;
  }
}
