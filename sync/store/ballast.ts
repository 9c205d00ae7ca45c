import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../files.ts';

/** A file that is given up when the disk is full, so that what is already promised can still be finished. */
export function openBallast(dir: string, bytes: number) {
  const path = join(dir, 'ballast');
  return {
    /** True when it is there in its full size; makes it when there is room. */
    refill(): boolean {
      try {
        if (existsSync(path) && statSync(path).size === bytes) return true;
        writeDurably(path, Buffer.alloc(bytes, 0x5a));
        return true;
      } catch {
        rmSync(path, { force: true });
        return false;
      }
    },
    release(): void {
      rmSync(path, { force: true });
    },
  };
}
