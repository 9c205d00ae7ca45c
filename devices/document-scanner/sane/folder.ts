import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../contracts/result.ts';

const PREFIX = 'hall-scan-';
const NAME = /^hall-scan-(\d{1,10})-/;

/** A folder for pages, that only this account can open (mode 0700), named after this process. */
export async function makeFolder(): Promise<Result<string>> {
  try {
    return ok(await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`)));
  } catch (error) {
    return fail('device.fault', `temporary folder: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** Never rejects: what cannot be removed now goes with `removeLeftovers`. */
export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});

/** Pages that a process left which was killed while it scanned. */
export async function removeLeftovers(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const pid = Number(NAME.exec(name)?.[1]);
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) await removeFolder(join(tmpdir(), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
