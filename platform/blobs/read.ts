import type { Readable } from 'node:stream';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { type Blob, findBlob } from './rows.ts';
import { type ByteRange, StoreUnavailable } from './store.ts';

export interface BlobReading {
  blob: Blob;
  /** What `stream` gives, within the blob. */
  range: ByteRange;
  /** To be read to its end or destroyed. */
  stream: Readable;
}

/**
 * The bytes of a committed blob; `range` is cut to its size. Who may read is the caller's to decide and to audit.
 * `not.found` · `blob.infected`: a virus was found, it is never given out · `input.invalid`: the range begins behind
 * the end · `busy`: the store cannot be reached.
 */
export async function readBlob(
  hub: Pick<HubContext, 'db' | 'blobs' | 'log'>,
  sha256: string,
  range?: { start: number; end?: number },
): Promise<Answer<BlobReading>> {
  const blob = await findBlob(hub, sha256);
  if (blob === null) return fail('not.found');
  if (blob.state === 'quarantined') return fail('blob.infected');
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? blob.size - 1, blob.size - 1);
  if (start < 0 || start > end) return fail('input.invalid', 'range');
  try {
    const stream = await hub.blobs.read(sha256, { start, end });
    if (stream !== null) return ok({ blob, range: { start, end }, stream });
    // The row promises bytes that are not there: a restored database, or a hand in the folder.
    hub.log.error({ sha256 }, 'blob.lost');
    return fail('not.found');
  } catch (e) {
    if (!(e instanceof StoreUnavailable)) throw e;
    return fail('busy');
  }
}

/**
 * Range of a `Range: bytes=…` header (RFC 9110 §14.2) with one range; null: none, or one that this does not speak, so
 * that the whole is sent.
 */
export function rangeOf(header: string | undefined, size: number): { start: number; end?: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return { start: Math.max(0, size - Number(last)) };
  return last === '' ? { start: Number(first) } : { start: Number(first), end: Number(last) };
}
