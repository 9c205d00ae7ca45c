import { isErrorCode } from '../contracts/errors.ts';
import type { Result } from '../contracts/result.ts';

/** A result as the screens are given it (`contracts/terminal-answer.ts`): a code of the table and nothing else. */
export const answer = <T>(r: Result<T>) => {
  if (r.ok) return { ok: true as const, value: r.value };
  return { ok: false as const, code: isErrorCode(r.error.code) ? r.error.code : 'internal' };
};
