import { ORPCError, ValidationError } from '@orpc/server';
import { ERRORS, type ErrorCode, isErrorCode } from '../../contracts/errors.ts';
import { codeOf } from '../cannot-start.ts';

/** How an error leaves the hub: one of our codes, and for staff a detail without values. */
export interface Refused {
  code: ErrorCode;
  data?: Record<string, string>;
  /** Something that is a bug or a fault here: to be logged with its cause. */
  unexpected: boolean;
}

/** SQLSTATE classes and system codes that say: not now. Connection, resources, shutdown, lock or statement time-out. */
const NOT_NOW = /^(08|53|57|40|55P03|ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN)/;

/** Any error that a handler, the validation or Fastify throws → what the caller may know of it. */
export function refusedBy(error: unknown): Refused {
  if (error instanceof ORPCError) return refusedByOrpc(error);
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (status === 413) return { code: 'input.tooLarge', unexpected: false };
  if (status === 429) return { code: 'rate.limited', unexpected: false };
  if (status === 404) return { code: 'not.found', unexpected: false };
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { code: 'input.invalid', unexpected: false };
  if (NOT_NOW.test(codeOf(error)) || isPoolTimeout(error)) return { code: 'busy', unexpected: true };
  return { code: 'internal', unexpected: true };
}

const isPoolTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('timeout exceeded when trying to connect');

function refusedByOrpc(error: ORPCError<string, unknown>): Refused {
  if (error.cause instanceof ValidationError && error.status === 400) return refusedInput(error.cause);
  if (isErrorCode(error.code)) {
    const detail = (error.data as { detail?: unknown } | undefined)?.detail;
    const data = typeof detail === 'string' ? { data: { detail } } : {};
    return { code: error.code, ...data, unexpected: error.code === 'internal' };
  }
  if (error.status >= 400 && error.status < 500) return { code: 'input.invalid', unexpected: false };
  return { code: 'internal', unexpected: true };
}

/** Where the input is wrong, never what stands there. A schema may name a code of its own as its message. */
function refusedInput(error: ValidationError): Refused {
  const [issue] = error.issues;
  const path = (issue?.path ?? [])
    .map((p) => String(typeof p === 'object' ? p.key : p))
    .join('.')
    .slice(0, 200);
  const own = issue?.message ?? '';
  return {
    code: isErrorCode(own) ? own : 'input.invalid',
    data: { path },
    unexpected: false,
  };
}

/** A refused call as an oRPC error whose message is the caller's sentence. */
export function toOrpcError(refused: Refused, sentence: string): ORPCError<string, unknown> {
  const { http: status } = ERRORS[refused.code];
  return new ORPCError<string, unknown>(refused.code, { status, message: sentence, data: refused.data });
}

/** The body of every refusal of the hub. */
export function refusalBody(code: ErrorCode, sentence: string, data?: unknown): Record<string, unknown> {
  return { code, status: ERRORS[code].http, message: sentence, ...(data === undefined ? {} : { data }) };
}
