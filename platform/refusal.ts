import { ORPCError } from '@orpc/server';
import { ERRORS, type ErrorCode } from '../contracts/errors.ts';
import type { Failure, Result } from '../contracts/result.ts';

/** What the hub's functions answer: a value, or a code of the one error table. */
export type Answer<T> = Result<T, Failure<ErrorCode>>;

/** An expected failure as it leaves an oRPC handler; the server puts the reader's sentence to it. */
export function refusal(
  code: ErrorCode,
  detail?: string,
): ORPCError<ErrorCode, { detail: string } | undefined> {
  return new ORPCError(code, {
    status: ERRORS[code].http,
    message: code,
    data: detail === undefined ? undefined : { detail },
  });
}

/** The value of an answer; a failure leaves the handler as its refusal. */
export function orRefuse<T>(answer: Answer<T>): T {
  if (!answer.ok) throw refusal(answer.error.code, answer.error.detail);
  return answer.value;
}
