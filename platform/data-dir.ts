import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStart, codeOf } from './cannot-start.ts';

/** The hub's data folder, made when it is not there. Throws `CannotStart` when it cannot be written. */
export function prepareDataDir(dataDir: string): void {
  try {
    make(dataDir);
    accessSync(dataDir, constants.W_OK | constants.R_OK | constants.X_OK);
  } catch (e) {
    throw new CannotStart(
      `the data folder ${dataDir} cannot be written (${codeOf(e)}); set HUB_DATA to another`,
    );
  }
}

/** Folder by folder: Node's own recursive `mkdir` never returns where the system answers ENOENT (as under /proc). */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}
