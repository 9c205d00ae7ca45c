import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { partOf, writeDurably } from '../files.ts';

/** A file that is given up when the disk is full, so that what is already promised can still be finished. */
export function openBallast(dir: string, bytes: number) {
  const path = join(dir, 'ballast');

  /** As much again must stay free: a disk that is filled to the brim by the ballast would be full at once. */
  function hasRoom(): boolean {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize >= 2 * bytes;
  }
  function drop(): void {
    rmSync(path, { force: true });
    rmSync(partOf(path), { force: true });
  }

  return {
    /** True when it is there in its full size; makes it when there is room. */
    refill(): boolean {
      try {
        if (existsSync(path) && statSync(path).size === bytes) return true;
        if (!hasRoom()) return false;
        // Random: a file system that compresses would set nothing aside for equal bytes.
        writeDurably(path, randomBytes(bytes));
        return true;
      } catch {
        return false;
      }
    },
    /** Gives the room back. A disk that refuses even that is found out by the database itself. */
    release(): void {
      try {
        drop();
      } catch {
        return;
      }
    },
  };
}
export type Ballast = ReturnType<typeof openBallast>;
