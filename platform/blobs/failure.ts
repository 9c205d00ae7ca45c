import type { ErrorCode } from '../../contracts/errors.ts';
import { codeOf } from '../cannot-start.ts';
import { StoreUnavailable } from './store.ts';

/** A disk or a store that fails in an expected way → its code; null: a bug, or a fault that nobody expects. */
export function failureOf(error: unknown): ErrorCode | null {
  if (error instanceof StoreUnavailable) return 'busy';
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error)) ? 'blob.noSpace' : null;
}
