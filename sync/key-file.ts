import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fail, ok, type Result } from '../contracts/result.ts';
import { writeDurably } from './files.ts';

/**
 * A secret of `bytes` random bytes in a file that only its owner may read; made at the first call.
 * Errors: `store.fault` with a detail for staff: the file is open to others, of the wrong length, or unreadable.
 */
export function loadKeyFile(path: string, bytes = 32): Result<Buffer> {
  try {
    if (!existsSync(path)) writeDurably(path, randomBytes(bytes));
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      return fail('store.fault', `${path} may be read by others; chmod 600 it`);
    const key = readFileSync(path);
    return key.length === bytes ? ok(key) : fail('store.fault', `${path} does not hold ${bytes} bytes`);
  } catch (e) {
    return fail('store.fault', `${path}: ${(e as NodeJS.ErrnoException).code ?? 'unreadable'}`);
  }
}
