import type { Failure } from '../../contracts/result.ts';

export type StoreFaultCode = 'store.full' | 'store.fault' | 'store.corrupt' | 'store.locked';

/** What an error of SQLite or the file system means to the store. Anything else is a bug and is thrown on. */
export function classify(error: unknown): Failure<StoreFaultCode> {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') throw error;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT')
    return { code: 'store.full', detail: code };
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return { code: 'store.corrupt', detail: code };
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return { code: 'store.locked', detail: code };
  if (
    code.startsWith('SQLITE_IOERR') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    code === 'SQLITE_READONLY' ||
    FILE_FAULTS.has(code)
  )
    return { code: 'store.fault', detail: code };
  throw error;
}
const FILE_FAULTS = new Set(['EIO', 'EROFS', 'EACCES', 'EPERM', 'ENODEV', 'SQLITE_READONLY_DBMOVED']);
