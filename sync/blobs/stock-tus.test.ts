import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { DataStore, Server, Upload } from '@tus/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { blobLane } from '../testing/blob-lane.ts';
import { sampleMaterial } from '../testing/sample-material.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { type TempStore, tempStore } from '../testing/temp-store.ts';
import type { BlobProgress } from '../types.ts';
import { UPLOADS_PATH } from './tus.ts';

/** Our client against the protocol as `@tus/server` has it, untouched but for where the bytes go. */
class InMemory extends DataStore {
  override extensions = ['creation', 'expiration', 'termination'];
  readonly uploads = new Map<string, { upload: Upload; bytes: Buffer }>();

  override async create(upload: Upload): Promise<Upload> {
    this.uploads.set(upload.id, { upload, bytes: Buffer.of() });
    return upload;
  }
  override async getUpload(id: string): Promise<Upload> {
    const found = this.uploads.get(id);
    if (found === undefined) throw Object.assign(new Error(), { status_code: 404, body: 'gone\n' });
    const { size, metadata } = found.upload;
    return new Upload({
      id,
      offset: found.bytes.length,
      ...(size === undefined ? {} : { size }),
      ...(metadata === undefined ? {} : { metadata }),
    });
  }
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const found = this.uploads.get(id);
    if (found === undefined) throw new Error('no such upload');
    const parts = [found.bytes.subarray(0, offset)];
    for await (const part of source) parts.push(part);
    found.bytes = Buffer.concat(parts);
    return found.bytes.length;
  }
}

let temp: TempStore;
let stop: () => Promise<void>;
let hubUrl: string;
let at: InMemory;
let committed: Map<string, Buffer>;

beforeEach(async () => {
  temp = tempStore();
  at = new InMemory();
  committed = new Map();
  const tus = new Server({ path: UPLOADS_PATH, datastore: at });
  const server = createServer((request, response) => {
    if (request.url?.startsWith(UPLOADS_PATH)) void tus.handle(request, response);
    else void blobs(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  hubUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterEach(async () => {
  temp.dispose();
  await stop();
});

/** Is it there, and commit: what is ours beside tus. */
async function blobs(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sha256 = request.url?.split('/')[3] ?? '';
  if (request.method === 'HEAD') {
    response.writeHead(committed.has(sha256) ? 200 : 404).end();
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const wish = JSON.parse(Buffer.concat(parts).toString()) as { size: number; upload: string };
  const bytes = at.uploads.get(wish.upload)?.bytes ?? Buffer.of();
  expect(at.uploads.get(wish.upload)?.upload.metadata).toEqual({ sha256 });
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  committed.set(sha256, bytes);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ sha256, size: wish.size, serverMs: 1 }));
}

async function keep(size: number) {
  const store = temp.open();
  const { body, blobs: sources, bytes } = sampleMaterial(1, seededBytes('stock', size));
  expect((await store.saveMaterial(body, sources)).ok).toBe(true);
  return { store, bytes, sha256: body.document.sha256 };
}
async function waitFor(met: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; !met(); ) {
    if (Date.now() > end) throw new Error('never');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('uploads to a stock tus server', async () => {
  const { store, bytes, sha256 } = await keep(2 * BLOB_CHUNK_BYTES + 1);
  const lane = blobLane({ store, hubUrl });
  await waitFor(() => store.blobs.waiting().length === 0);
  await lane.stop();
  expect(committed.get(sha256)?.equals(bytes)).toBe(true);
});

test('goes on at a stock tus server where it left off, and begins anew when the upload is gone', async () => {
  const { store, bytes, sha256 } = await keep(2 * BLOB_CHUNK_BYTES + 1);
  const told: BlobProgress[] = [];
  const first = blobLane({ store, hubUrl, onProgress: (p) => told.push(p) });
  await waitFor(() => told.length > 0);
  await first.stop();
  const [begun] = store.blobs.waiting();
  expect(begun?.uploadUrl).toMatch(/^\/v1\/uploads\/[0-9a-f]{32}$/);
  const second = blobLane({ store, hubUrl, onProgress: (p) => told.push(p) });
  await waitFor(() => store.blobs.waiting().length === 0);
  await second.stop();
  expect(at.uploads.size).toBe(1);
  expect(committed.get(sha256)?.equals(bytes)).toBe(true);

  committed.clear();
  at.uploads.clear();
  store.blobs.lost(sha256);
  store.blobs.keepUpload(sha256, begun?.uploadUrl ?? null);
  const third = blobLane({ store, hubUrl });
  await waitFor(() => store.blobs.waiting().length === 0);
  await third.stop();
  expect(committed.get(sha256)?.equals(bytes)).toBe(true);
});
