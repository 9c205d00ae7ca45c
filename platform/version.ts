import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productRoot } from './paths.ts';

/** Version of the product, as `package.json` says. */
export function hubVersion(): string {
  const { version } = JSON.parse(readFileSync(join(productRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
