import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';

interface FakeUpload {
  sha256: string;
  size: number;
  received: Buffer;
}
/** What the fake may do to a request with a body: cut the line once so many bytes of it have come. */
export interface Cut {
  afterBytes: number;
  /** All bytes that came before the cut are kept, as when the line was cut; else whole chunks of them, as when the hub was. */
  keeps: boolean;
}

/** The hub's side of blobs, in memory: PUT, tus 1.0 and commit as the contract says. It can be told to misbehave. */
export function fakeBlobs(serverMs: () => number) {
  const blobs = {
    committed: new Map<string, Buffer>(),
    staged: new Map<string, Buffer>(),
    uploads: new Map<string, FakeUpload>(),
    /** Bytes of bodies that arrived, over all requests. */
    bytesIn: 0,
    /** `<method> <kind>` of each request: `PATCH upload`. */
    seen: [] as string[],
    /** Of the next requests with a body, in order; null: let through. */
    cuts: [] as (Cut | null)[],
    /** Recorded so often within a PATCH. */
    chunkBytes: BLOB_CHUNK_BYTES,
    /** Largest body that is let through, as a proxy has it. */
    maxBody: Number.POSITIVE_INFINITY,
    /** Answers in the hub's place: true = it did. */
    intercept: null as ((request: IncomingMessage, response: ServerResponse) => boolean) | null,
    /** The commit is done, and its answer lost. */
    loseCommits: 0,
    /** Code that a commit is refused with. */
    judge: null as ((sha256: string, bytes: Buffer) => { code: string; status: number } | null) | null,
    handle,
  };
  let serial = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind = '', name = '', action = ''] =
      /^\/v1\/(blobs|uploads)(?:\/([\w-]+))?(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    blobs.seen.push(`${request.method} ${action || kind.slice(0, -1)}`);
    if (blobs.intercept?.(request, response)) return;
    if (kind === 'blobs' && request.method === 'HEAD')
      return end(response, blobs.committed.has(name) ? 200 : 404);
    if (kind === 'blobs' && request.method === 'PUT') return put(name, request, response);
    if (action === 'commit') return commit(name, request, response);
    if (kind === 'uploads') return upload(name, request, response);
    end(response, 404);
  }

  /** null: the line was cut. */
  async function take(
    request: IncomingMessage,
    response: ServerResponse,
    max: number,
    onCut: (came: Buffer) => void,
  ): Promise<Buffer | null> {
    const { socket } = request;
    const length = Number(request.headers['content-length']);
    if (length > Math.min(max, blobs.maxBody)) {
      // Read away, as a proxy that lingers does: else its answer may be lost with the line.
      request.resume();
      end(response, 413);
      return null;
    }
    const cut = length > 0 ? (blobs.cuts.shift() ?? null) : null;
    const parts: Buffer[] = [];
    let size = 0;
    try {
      for await (const part of request as AsyncIterable<Buffer>) {
        const came = part.subarray(0, (cut?.afterBytes ?? Number.POSITIVE_INFINITY) - size);
        parts.push(came);
        size += came.length;
        blobs.bytesIn += came.length;
        if (size === cut?.afterBytes) break;
      }
    } catch {
      // Whoever sent it is gone.
      onCut(Buffer.concat(parts));
      return null;
    }
    if (cut === null && size === length) return Buffer.concat(parts);
    onCut(Buffer.concat(parts).subarray(0, cut?.keeps ? size : size - (size % blobs.chunkBytes)));
    socket.destroy();
    return null;
  }

  async function put(sha256: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await take(request, response, BLOB_CHUNK_BYTES, () => undefined);
    if (body === null) return;
    if (hashOf(body) !== sha256) return refuse(response, 422, 'blob.badHash');
    blobs.staged.set(sha256, body);
    end(response, 204);
  }

  async function commit(sha256: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await take(request, response, 1_000, () => undefined);
    if (body === null) return;
    const wish = JSON.parse(body.toString()) as { size: number; upload?: string };
    const upload = wish.upload === undefined ? undefined : blobs.uploads.get(wish.upload);
    const bytes =
      blobs.committed.get(sha256) ??
      (wish.upload === undefined ? blobs.staged.get(sha256) : upload?.received);
    if (bytes === undefined) return refuse(response, 404, 'blob.notStaged');
    if (bytes.length < wish.size) return refuse(response, 409, 'blob.incomplete');
    const refused = blobs.judge?.(sha256, bytes) ?? null;
    if (refused !== null) return refuse(response, refused.status, refused.code);
    if (hashOf(bytes) !== sha256) {
      blobs.uploads.delete(wish.upload ?? '');
      return refuse(response, 422, 'blob.badHash');
    }
    blobs.committed.set(sha256, bytes);
    if (blobs.loseCommits > 0) {
      blobs.loseCommits -= 1;
      response.destroy();
      return;
    }
    end(
      response,
      200,
      { 'content-type': 'application/json' },
      { sha256, size: bytes.length, serverMs: serverMs() },
    );
  }

  async function upload(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const tus = { 'tus-resumable': '1.0.0' };
    if (request.method === 'POST') {
      const metadata = String(request.headers['upload-metadata']).split(' ')[1] ?? '';
      const next = `upload-of-the-fake-${serial++}`;
      const size = Number(request.headers['upload-length']);
      blobs.uploads.set(next, {
        sha256: Buffer.from(metadata, 'base64').toString(),
        size,
        received: Buffer.of(),
      });
      request.resume();
      return end(response, 201, { ...tus, location: `/v1/uploads/${next}` });
    }
    const found = blobs.uploads.get(id);
    if (found === undefined) {
      request.resume();
      return end(response, 404, tus);
    }
    if (request.method === 'HEAD')
      return end(response, 200, { ...tus, 'upload-offset': String(found.received.length) });
    const offset = Number(request.headers['upload-offset']);
    if (offset !== found.received.length) {
      request.resume();
      return end(response, 409, tus);
    }
    const append = (came: Buffer): void => {
      found.received = Buffer.concat([found.received.subarray(0, offset), came]);
    };
    const body = await take(request, response, Number.POSITIVE_INFINITY, append);
    if (body === null) return;
    append(body);
    end(response, 204, { ...tus, 'upload-offset': String(found.received.length) });
  }

  return blobs;
}
export type FakeBlobs = ReturnType<typeof fakeBlobs>;

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function end(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body?: unknown,
): void {
  response.writeHead(status, headers);
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  end(
    response,
    status,
    { 'content-type': 'application/json', ...headers },
    { defined: true, code, status, message: code, data: {} },
  );
}
