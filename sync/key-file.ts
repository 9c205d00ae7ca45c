import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../contracts/result.ts';
import { createDurably, isOpenToOthers } from './files.ts';

/**
 * A secret of `bytes` random bytes in a file that only its owner may read (0600); made at the first call.
 * Errors: `store.fault` with a detail for staff: the file is open to others, of the wrong length, or unreadable.
 */
export function loadKeyFile(path: string, bytes = 32): Result<Buffer> {
  try {
    if (!existsSync(path)) createDurably(path, randomBytes(bytes));
    if (isOpenToOthers(path)) return fail('store.fault', `${path} may be read by others; chmod 600 it`);
    const key = readFileSync(path);
    return key.length === bytes ? ok(key) : fail('store.fault', `${path} does not hold ${bytes} bytes`);
  } catch (e) {
    return fail('store.fault', `${path}: ${(e as NodeJS.ErrnoException).code ?? 'unreadable'}`);
  }
}
