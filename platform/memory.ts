import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the young generation as small as it is at the start. Grown to its full size it is collected so rarely that bytes
 * of uploads, which lie outside the heap, pile up and force full collections, the most costly work of a hub that takes
 * in large files. `node bench/blobs-hub.ts` and `node bench/drain.ts` measure it.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
