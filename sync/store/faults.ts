import type { Failure } from '../../contracts/result.ts';

/** What may stop the store, at its opening or later. */
export type StoreFaultCode = 'store.full' | 'store.fault' | 'store.corrupt' | 'store.locked';

/** By beginning of the error's code: SQLite's extended codes add to the plain ones. */
const MEANINGS: readonly [prefix: string, code: StoreFaultCode][] = [
  ['SQLITE_FULL', 'store.full'],
  ['ENOSPC', 'store.full'],
  ['EDQUOT', 'store.full'],
  ['SQLITE_CORRUPT', 'store.corrupt'],
  ['SQLITE_NOTADB', 'store.corrupt'],
  ['SQLITE_BUSY', 'store.locked'],
  ['SQLITE_LOCKED', 'store.locked'],
  ['SQLITE_IOERR', 'store.fault'],
  ['SQLITE_CANTOPEN', 'store.fault'],
  ['SQLITE_READONLY', 'store.fault'],
  ['SQLITE_PERM', 'store.fault'],
];
/** What the file system itself says when it cannot be worked with. */
const FILE_SYSTEM = new Set([
  'EACCES',
  'EEXIST',
  'EFBIG',
  'EIO',
  'EISDIR',
  'EMFILE',
  'ENFILE',
  'ENODEV',
  'ENOENT',
  'ENOTDIR',
  'ENXIO',
  'EPERM',
  'EROFS',
  'ESTALE',
]);

/** What an error of SQLite or the file system means to the store. Anything else is a bug and is thrown on. */
export function classify(error: unknown): Failure<StoreFaultCode> {
  const detail = (error as { code?: unknown } | null)?.code;
  if (typeof detail !== 'string') throw error;
  const meaning = MEANINGS.find(([prefix]) => detail.startsWith(prefix));
  if (meaning !== undefined) return { code: meaning[1], detail };
  if (FILE_SYSTEM.has(detail)) return { code: 'store.fault', detail };
  throw error;
}

/** An error as SQLite would give it, for what only we can see (a pragma that did not take). */
export const storeError = (code: string, message: string): Error =>
  Object.assign(new Error(message), { code });
