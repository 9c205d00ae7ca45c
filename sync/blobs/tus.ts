import { ok } from '../../contracts/result.ts';
import type { HubFailure, HubResult } from '../hub/http.ts';
import type { Wire, WireBody, WireReply } from './wire.ts';

/**
 * The part of tus 1.0 (https://tus.io/protocols/resumable-upload) that a terminal needs: creation, the offset, PATCH.
 * Every answer has to be that of a tus server: a portal's page is `hub.notOurs`.
 */
export const UPLOADS_PATH = '/v1/uploads';
const TUS = { 'tus-resumable': '1.0.0' };
const NOT_OURS: { ok: false; error: HubFailure } = {
  ok: false,
  error: { code: 'hub.notOurs', detail: 'tus' },
};
const PATH = /^\/[\x21-\x7e]{1,1000}$/;

/** Begins an upload; its path at the hub's origin. */
export async function createUpload(
  wire: Wire,
  token: string,
  { sha256, size }: { sha256: string; size: number },
): Promise<HubResult<string>> {
  const reply = await wire({
    method: 'POST',
    path: UPLOADS_PATH,
    token,
    headers: {
      ...TUS,
      'upload-length': String(size),
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
    },
  });
  if (!reply.ok) return reply;
  const path = pathOf(reply.value.header('location'));
  return reply.value.status === 201 && isTus(reply.value) && path !== null ? ok(path) : NOT_OURS;
}

/** `gone`: it has expired, or was never there · `moved`: the hub is at another offset · `busy`: another writes. */
export type Offset = number | 'gone' | 'moved' | 'busy';
const MEANINGS: ReadonlyMap<number, Offset> = new Map<number, Offset>([
  [404, 'gone'],
  [410, 'gone'],
  [409, 'moved'],
  [423, 'busy'],
]);
const accepts = [...MEANINGS.keys()];

/** Bytes that the hub has of it. */
export async function uploadOffset(wire: Wire, token: string, path: string): Promise<HubResult<Offset>> {
  const reply = await wire({ method: 'HEAD', path, token, headers: TUS, accepts });
  return reply.ok ? offsetOf(reply.value) : reply;
}

/** Bytes that the hub has after these. */
export async function patchUpload(
  wire: Wire,
  token: string,
  path: string,
  offset: number,
  body: WireBody,
): Promise<HubResult<Offset>> {
  const headers = {
    ...TUS,
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
  };
  const reply = await wire({ method: 'PATCH', path, token, headers, accepts, body });
  return reply.ok ? offsetOf(reply.value) : reply;
}

/** The id that the hub gave the upload: the end of its path. */
export const uploadId = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const isTus = (reply: WireReply): boolean => reply.header('tus-resumable') === TUS['tus-resumable'];

function offsetOf(reply: WireReply): HubResult<Offset> {
  const meaning = MEANINGS.get(reply.status);
  if (meaning !== undefined) return ok(meaning);
  const text = reply.header('upload-offset') ?? '';
  return isTus(reply) && /^\d{1,15}$/.test(text) ? ok(Number(text)) : NOT_OURS;
}

/** Whatever origin a proxy made of it: the token goes to the hub alone. */
function pathOf(location: string | null): string | null {
  try {
    const { pathname } = new URL(location ?? '', `http://hub${UPLOADS_PATH}/`);
    return location !== null && PATH.test(pathname) ? pathname : null;
  } catch {
    return null;
  }
}
