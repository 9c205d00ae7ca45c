import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import type { Timers } from '../../contracts/clock.ts';
import { type BlobType, paperType } from '../../contracts/material.ts';
import { fail, ok } from '../../contracts/result.ts';
import { readBlob } from '../blobs/read.ts';
import type { HubContext } from '../context.ts';
import { createGate } from '../ingest/gate.ts';
import { productRoot } from '../paths.ts';
import type { Answer } from '../refusal.ts';
import type { ThumbnailAnswer, ThumbnailJob } from './thumbnail-worker.ts';

/** Longer side, pixels. */
const SIDE_PX = 240;
/** Pages drawn in one go: opening the document is most of the work. */
const PAGES = 8;
/** Larger documents have no thumbnails. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Kept in memory: these are personal data, so nothing is left on the disk. */
const CACHE_BYTES = 32 * 1024 * 1024;
const CACHE_PICTURES = 2_000;
/** One thread draws at a time, within this time and memory. */
const DRAW_MS = 20_000;
const DRAW_HEAP_MB = 384;
const WAITING = 60;
const WAIT_MS = 30_000;

export interface ThumbnailSource {
  sha256: string;
  size: number;
  type: BlobType;
}
export interface Thumbnails {
  /**
   * WebP of a page. `input.tooLarge`: the document is too large for it · `not.found`: the page cannot be drawn, a film has none ·
   * `busy`, and those of `readBlob`.
   */
  of(source: ThumbnailSource, page: number): Promise<Answer<Buffer>>;
}

type Draw = (job: ThumbnailJob) => Promise<ThumbnailAnswer>;

/** Thumbnails of documents, drawn when they are asked for. `draw` is the thread of `thumbnail-worker.ts`. */
export function createThumbnails(
  hub: Pick<HubContext, 'db' | 'blobs' | 'log'>,
  timers: Timers,
  draw: Draw = (job) => drawInThread(job, timers),
): Thumbnails {
  const gate = createGate({ active: 1, waiting: WAITING, waitMs: WAIT_MS, timers });
  const cache = createCache();
  const drawing = new Map<string, Promise<Answer<void>>>();

  async function drawPages(source: ThumbnailSource, first: number): Promise<Answer<void>> {
    const type = paperType.safeParse(source.type).data;
    if (type === undefined) return fail('not.found');
    const reading = await readBlob(hub, source.sha256);
    if (!reading.ok) return reading;
    const bytes = new Uint8Array(await buffer(reading.value.stream));
    const job = { type, bytes, first, last: first + PAGES - 1, sidePx: SIDE_PX };
    const pictures = await draw(job).catch(() => {
      hub.log.warn({ sha256: source.sha256 }, 'material.thumbnailFailed');
      return [];
    });
    for (let i = 0; i < PAGES; i += 1)
      cache.put(keyOf(source, first + i), Buffer.from(pictures[i] ?? new Uint8Array(0)));
    return ok(undefined);
  }

  /** Wishes for pages of one go become one. */
  function ensure(source: ThumbnailSource, first: number): Promise<Answer<void>> {
    const key = keyOf(source, first);
    const running =
      drawing.get(key) ??
      gate
        .pass(() => drawPages(source, first))
        .then((done): Answer<void> => done ?? fail('busy'))
        .finally(() => drawing.delete(key));
    drawing.set(key, running);
    return running;
  }

  return {
    async of(source, page) {
      if (source.size > MAX_BYTES) return fail('input.tooLarge');
      const known = cache.get(keyOf(source, page));
      if (known === undefined) {
        const done = await ensure(source, page - ((page - 1) % PAGES));
        if (!done.ok) return done;
      }
      const picture = known ?? cache.get(keyOf(source, page));
      return picture === undefined || picture.length === 0 ? fail('not.found') : ok(picture);
    },
  };
}

const keyOf = ({ sha256 }: ThumbnailSource, page: number): string => `${sha256} ${page}`;

/** Least recently used go first. */
function createCache() {
  const pictures = new Map<string, Buffer>();
  let bytes = 0;
  return {
    get(key: string): Buffer | undefined {
      const picture = pictures.get(key);
      if (picture !== undefined) {
        pictures.delete(key);
        pictures.set(key, picture);
      }
      return picture;
    },
    put(key: string, picture: Buffer): void {
      bytes += picture.length - (pictures.get(key)?.length ?? 0);
      pictures.delete(key);
      pictures.set(key, picture);
      for (const [oldest, { length }] of pictures) {
        if (bytes <= CACHE_BYTES && pictures.size <= CACHE_PICTURES) break;
        pictures.delete(oldest);
        bytes -= length;
      }
    },
  };
}

/** Beside this file in the source, and a file of its own in the built hub (`vite.config.ts`). */
const workerFile = (): string =>
  import.meta.filename.endsWith('.ts')
    ? join(import.meta.dirname, 'thumbnail-worker.ts')
    : join(productRoot(), 'dist', 'hub', 'thumbnail-worker.js');

/** Rejects when the thread fails or takes too long; the thread has ended then. */
function drawInThread(job: ThumbnailJob, timers: Timers): Promise<ThumbnailAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), {
      workerData: job,
      transferList: [job.bytes.buffer as ArrayBuffer],
      resourceLimits: { maxOldGenerationSizeMb: DRAW_HEAP_MB },
      stdout: true,
      stderr: true,
    });
    const cancel = timers.after(DRAW_MS, () => end(() => reject(new Error('drawing took too long'))));
    const end = (settle: () => void): void => {
      cancel();
      settle();
      void worker.terminate();
    };
    worker.once('message', (answer: ThumbnailAnswer) => end(() => resolve(answer)));
    worker.once('error', (error) => end(() => reject(error)));
    worker.once('exit', () => end(() => reject(new Error('the thread ended without an answer'))));
  });
}
