import { BLOB_CHUNK_BYTES } from '../../../contracts/material.ts';
import { tokenOf } from '../../testing/client.ts';
import type { TestHub } from '../../testing/hub.ts';
import { addTerminal, newTerminal } from '../../testing/terminals.ts';
import { sha256Of } from './samples.ts';

/** A terminal that sends blobs, over real HTTP. */
export interface Uploader {
  id: string;
  authorization: string;
  /** Any request with its token. */
  send(method: string, path: string, init?: RequestInit): Promise<Response>;
  put(bytes: Uint8Array, sha256?: string): Promise<Response>;
  commit(sha256: string, size: number, upload?: string): Promise<Response>;
  has(sha256: string): Promise<boolean>;
  /** POST of an upload; the answer as it is. */
  create(size: number, metadata: string): Promise<Response>;
  patch(id: string, offset: number, bytes: Uint8Array): Promise<Response>;
  /** Upload-Offset by HEAD; the status when it is no 200. */
  offset(id: string): Promise<number | { status: number }>;
}

export const sha256Metadata = (text: string): string => `sha256 ${Buffer.from(text).toString('base64')}`;

export async function uploader(hub: TestHub, id: string, windowId: string): Promise<Uploader> {
  const terminal = await addTerminal(hub.context, newTerminal(id, windowId));
  return uploaderWith(hub.url, id, await tokenOf(hub, terminal));
}

export function uploaderWith(url: string, id: string, token: string): Uploader {
  const authorization = `Bearer ${token}`;
  const send = (method: string, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url + path, { method, ...init, headers: { authorization, ...(init.headers as object) } });
  const tus = { 'tus-resumable': '1.0.0' };
  return {
    id,
    authorization,
    send,
    put: (bytes, sha256 = sha256Of(bytes)) => send('PUT', `/v1/blobs/${sha256}`, { body: bytes as BodyInit }),
    commit: (sha256, size, upload) =>
      send('POST', `/v1/blobs/${sha256}/commit`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ size, ...(upload === undefined ? {} : { upload }) }),
      }),
    has: async (sha256) => (await send('HEAD', `/v1/blobs/${sha256}`)).status === 200,
    create: (size, metadata) =>
      send('POST', '/v1/uploads', {
        headers: { ...tus, 'upload-length': String(size), 'upload-metadata': metadata },
      }),
    patch: (upload, offset, bytes) =>
      send('PATCH', `/v1/uploads/${upload}`, {
        headers: {
          ...tus,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: bytes as BodyInit,
      }),
    async offset(upload) {
      const { status, headers } = await send('HEAD', `/v1/uploads/${upload}`, { headers: tus });
      return status === 200 ? Number(headers.get('upload-offset')) : { status };
    },
  };
}

/** Id of the upload that a 201 made. */
export const uploadId = (created: Response): string =>
  created.headers.get('location')?.split('/').at(-1) ?? '';

/** Status and code of a refusal. */
export async function refusalOf(response: Response): Promise<[number, unknown]> {
  const body = (await response.json().catch(() => null)) as { code?: unknown } | null;
  return [response.status, body?.code];
}

/** Whole by tus, in chunks of 4 MiB, not committed; answers the id of the upload. */
export async function uploadWhole(by: Uploader, bytes: Buffer): Promise<string> {
  const created = await by.create(bytes.length, sha256Metadata(sha256Of(bytes)));
  if (created.status !== 201) throw new Error(`creation answered ${created.status}`);
  const id = uploadId(created);
  for (let at = 0; at < bytes.length; at += BLOB_CHUNK_BYTES) {
    const { status } = await by.patch(id, at, bytes.subarray(at, at + BLOB_CHUNK_BYTES));
    if (status !== 204) throw new Error(`PATCH answered ${status}`);
  }
  return id;
}
