import type { Failure, Result } from '../../contracts/result.ts';
import { openPageWorker } from './browser.ts';
import type { Quad } from './geometry.ts';
import type { PageResult, SourceKind } from './messages.ts';
import type { PageFailure } from './page-worker.ts';
import type { Turns } from './rotate.ts';

export interface PageOptions {
  kind: SourceKind;
  /** Corners that a person has set, in the source's pixels. */
  corners?: Quad;
  /** Quarter turns clockwise. */
  turns?: Turns;
}

/**
 * One photograph or scan (JPEG or PNG) to one flat page, in a worker of its own that ends with it: nothing of the
 * citizen's stays. For many pages one after the other open one with `openPageWorker`.
 */
export async function processPage(
  source: Blob,
  { kind, corners, turns = 0 }: PageOptions,
): Promise<Result<PageResult, Failure<PageFailure>>> {
  const worker = openPageWorker();
  try {
    return await worker.page({ source, kind, corners: corners ?? null, turns });
  } finally {
    worker.close();
  }
}
