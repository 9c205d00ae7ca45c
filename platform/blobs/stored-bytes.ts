import type { Bytes } from './inspect/bytes.ts';
import { type BlobStore, StoreUnavailable } from './store.ts';

/** A stored blob to look into. */
export const bytesOfStore = (blobs: BlobStore, sha256: string, size: number): Bytes => ({
  size,
  async read(at, length) {
    if (at >= size || length <= 0) return Buffer.alloc(0);
    const stream = await blobs.read(sha256, { start: at, end: Math.min(size, at + length) - 1 });
    if (stream === null) throw new StoreUnavailable('a blob is gone');
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts);
  },
});
