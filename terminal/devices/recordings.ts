import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../contracts/clock.ts';
import { fail, type Result } from '../../contracts/result.ts';
import type { Recorder } from '../../devices/channel/recorder.ts';

/** Older recordings make room. */
export const RECORDINGS_KEPT = 10;

/**
 * Starts a new file in `dir` (0700) with the bytes of one device, personal data replaced (see `devices/channel`).
 * It leaves the terminal by a technician's hand alone. `store.fault` where no file can be made.
 */
export async function startRecording(
  dir: string,
  about: { id: string; driver: string },
  recorder: Pick<Recorder, 'start'>,
  clock: Clock,
): Promise<Result<null>> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    // Their names begin with the time.
    const names = (await readdir(dir)).filter((name) => name.endsWith('.jsonl')).toSorted();
    for (const name of names.slice(0, 1 - RECORDINGS_KEPT)) await rm(join(dir, name), { force: true });
  } catch (e) {
    return fail('store.fault', (e as NodeJS.ErrnoException).code ?? 'unknown');
  }
  const at = new Date(clock.wallMs()).toISOString().replaceAll(/[-:.]/g, '');
  return recorder.start(join(dir, `${at}-${about.id}.jsonl`), about);
}
