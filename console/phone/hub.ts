import type { Why } from './texts.ts';

/** What became of a call: an answer, or the name of a text under `failed`. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; why: Why };

const MAX_BYTES = 20_000_000;
/** A file may take long over a slow line; what stays silent so long is lost, ms. */
const HELLO_MS = 15_000;
const SEND_MS = 600_000;

const WHY: Readonly<Record<string, Why>> = {
  'input.tooLarge': 'tooLarge',
  'material.badFile': 'badFile',
  'material.active': 'active',
  'material.locked': 'locked',
  'material.tooManyPixels': 'tooManyPixels',
  'phone.full': 'full',
  'phone.over': 'over',
};

export interface Hello {
  leftMs: number;
  free: number;
}

/** `token`: the last part of the page's address. */
export const hello = (token: string): Promise<Outcome<Hello>> =>
  post(`/v1/phone/${token}/hello`, HELLO_MS, null, () => undefined);

/** `onProgress`: share of the bytes that are on their way, 0 to 1. */
export function sendFile(
  token: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<Outcome<{ free: number }>> {
  if (file.size > MAX_BYTES) return Promise.resolve({ ok: false, why: 'tooLarge' });
  if (file.size === 0) return Promise.resolve({ ok: false, why: 'badFile' });
  return post(`/v1/phone/${token}/files`, SEND_MS, file, onProgress);
}

/** XMLHttpRequest: `fetch` does not tell how far an upload has come. */
function post<T>(
  path: string,
  timeoutMs: number,
  file: File | null,
  onProgress: (share: number) => void,
): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.timeout = timeoutMs;
    request.responseType = 'json';
    request.upload.onprogress = (e) => onProgress(e.total > 0 ? e.loaded / e.total : 0);
    request.onload = () => {
      const body = request.response as (T & { code?: string }) | null;
      if (request.status === 200 && body !== null) resolve({ ok: true, value: body });
      else resolve({ ok: false, why: WHY[body?.code ?? ''] ?? 'busy' });
    };
    request.onerror = () => resolve({ ok: false, why: 'lost' });
    request.ontimeout = () => resolve({ ok: false, why: 'lost' });
    if (file !== null) {
      request.setRequestHeader('content-type', 'application/octet-stream');
      request.setRequestHeader('x-file-name', encodeURIComponent(nameOf(file)));
    }
    request.send(file);
  });
}

/** A header line has its bounds; half a surrogate cannot be encoded. */
const nameOf = ({ name }: File): string =>
  [...name]
    .slice(-100)
    .join('')
    .replace(/[\ud800-\udfff]/gu, '');
