import { statfs } from 'node:fs/promises';
import { fail, ok } from '../../contracts/result.ts';
import type { Answer } from '../refusal.ts';

/** The last bytes of the disk belong to the database. */
export const RESERVE_BYTES = 512 * 1024 * 1024;

/** Is there room for `size` more bytes in this folder? `blob.noSpace`. */
export async function checkSpace(folder: string, size: number): Promise<Answer<void>> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize - size > RESERVE_BYTES ? ok(undefined) : fail('blob.noSpace');
}
