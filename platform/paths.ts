import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The product's root folder, which holds `assets/` and `dist/`: found upwards from this file, because the built hub
 * lies elsewhere (`dist/hub/`) than its source.
 */
export function productRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'assets', 'locales'))) return folder;
    if (folder === dirname(folder)) throw new Error('no folder above holds assets/locales');
  }
}
