import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file under a folder that is there at the moment it is looked at. */
export const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
