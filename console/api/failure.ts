import { ORPCError, ValidationError } from '@orpc/contract';
import { z } from 'zod';
import { type ErrorCode, isErrorCode } from '../../contracts/errors.ts';

/** Codes of oRPC itself, where the framework answers before the hub's own code does. */
const FRAMEWORK: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: 'input.invalid',
  UNAUTHORIZED: 'auth.required',
  FORBIDDEN: 'auth.forbidden',
  NOT_FOUND: 'not.found',
  PAYLOAD_TOO_LARGE: 'input.tooLarge',
  TOO_MANY_REQUESTS: 'rate.limited',
  SERVICE_UNAVAILABLE: 'busy',
};

/**
 * The stable code of whatever a call threw. No answer in time or no connection = `hub.unreachable`;
 * an answer that is not ours (a captive portal, another version) = `hub.notOurs`.
 */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof ORPCError) {
    if (isErrorCode(error.code)) return error.code;
    return FRAMEWORK[error.code] ?? 'internal';
  }
  if (error instanceof ValidationError) return 'hub.notOurs';
  if (error instanceof TypeError) return 'hub.unreachable';
  if (error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return 'hub.unreachable';
  return 'hub.notOurs';
}

/** Is it worth asking again without anybody's doing? */
export const isPassing = (error: unknown): boolean => ['hub.unreachable', 'busy'].includes(codeOf(error));

const withDetail = z.object({ detail: z.string() });

/** What exactly was refused (such as `windowTaken`), where the hub says so. */
export function detailOf(error: unknown): string | null {
  const data = error instanceof ORPCError ? withDetail.safeParse(error.data) : null;
  return data?.success ? data.data.detail : null;
}
