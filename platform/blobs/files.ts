import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../cannot-start.ts';

/** Makes names in a folder durable. Windows cannot open a folder; NTFS journals names by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder whose parent is there; its name is durable. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (e) {
    if (codeOf(e) !== 'EEXIST') throw e;
    return;
  }
  await syncFolder(dirname(folder));
}

/** Bytes on disk → rename → fsync of the folder: after it the file is at `to`, whole, whatever happens. */
export async function moveDurably(from: string, to: string): Promise<void> {
  const handle = await open(from, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** Size in bytes; null: no such file. */
export async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (e) {
    if (codeOf(e) === 'ENOENT') return null;
    throw e;
  }
}
