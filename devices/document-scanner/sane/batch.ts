import { readFile, stat, unlink } from 'node:fs/promises';
import type { Timers } from '../../../contracts/clock.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { MOST_PAGE_BYTES } from '../page.ts';
import { makeFolder, removeFolder } from './folder.ts';
import { END_MS, type ScanimageResult, startScanimage } from './scanimage.ts';

/** Longest time for one page, ms: the glass at 600 dpi goes slowly. */
export const PAGE_MS = 240_000;
/** It says nothing but the names of files. */
const MOST_OUTPUT_BYTES = 256_000;

/** A running `scanimage --batch --batch-prompt`: it scans a page for each line that it is given. */
export interface Batch {
  /** Lets it scan the next page. */
  go(): void;
  /** Bytes of the page it was let scan, whose file is gone then; null when it ended instead. */
  page(): Promise<Result<Uint8Array | null>>;
  /** How it ended; it is given `END_MS` to do so by itself. */
  over(): Promise<ScanimageResult>;
  /** Stops it if it still runs. Resolves when it has ended and nothing is left of its files. Idempotent. */
  close(): Promise<void>;
}

/**
 * `argumentsIn(folder)` makes its arguments; page n must go to `folder`/`fileName(n)`. `device.fault` where no folder can
 * be made.
 */
export async function startBatch(
  argumentsIn: (folder: string) => string[],
  fileName: (page: number) => string,
  timers: Timers,
): Promise<Result<Batch>> {
  const made = await makeFolder();
  return made.ok ? ok(runBatch(made.value, argumentsIn, fileName, timers)) : made;
}

function runBatch(
  folder: string,
  argumentsIn: (folder: string) => string[],
  fileName: (page: number) => string,
  timers: Timers,
): Batch {
  const running = startScanimage(argumentsIn(folder), MOST_OUTPUT_BYTES, timers);
  let asked = 1;
  let finished = 0;
  let hasEnded = false;
  let wake = (): void => {};
  running.onLine((line) => {
    if (line !== `${folder}/${fileName(finished + 1)}`) return;
    finished++;
    wake();
  });
  void running.ended.then(() => {
    hasEnded = true;
    wake();
  });
  let closing: Promise<void> | null = null;

  /** False when `ms` went by before `isSo`. */
  async function until(isSo: () => boolean, ms: number): Promise<boolean> {
    if (isSo()) return true;
    return new Promise((resolve) => {
      const cancel = timers.after(ms, () => {
        wake = () => {};
        resolve(false);
      });
      wake = () => {
        if (!isSo()) return;
        cancel();
        wake = () => {};
        resolve(true);
      };
    });
  }

  async function take(file: string): Promise<Result<Uint8Array>> {
    try {
      const { size } = await stat(file);
      if (size > MOST_PAGE_BYTES) return fail('scan.pageTooLarge', `${size} bytes`);
      const bytes = await readFile(file);
      await unlink(file);
      return ok(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
    } catch (error) {
      return fail('scan.aborted', (error as NodeJS.ErrnoException).code ?? 'file');
    }
  }

  return {
    go: () => running.type(''),
    async page() {
      const n = asked;
      const inTime = await until(() => finished >= n || hasEnded, PAGE_MS);
      if (!inTime) return fail('device.timeout');
      if (finished < n) return ok(null);
      asked++;
      return take(`${folder}/${fileName(n)}`);
    },
    async over() {
      running.type(null);
      if (!(await until(() => hasEnded, END_MS))) running.end();
      return running.ended;
    },
    close() {
      running.end();
      closing ??= running.ended.then(() => removeFolder(folder));
      return closing;
    },
  };
}
