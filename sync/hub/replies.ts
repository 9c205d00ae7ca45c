import type { AnyContractProcedure } from '@orpc/contract';
import type { z } from 'zod';

type OutputOf<P> = P extends { '~orpc': { outputSchema?: infer S } } ? NonNullable<S> : never;

/** The zod schema of a route's reply, as the contract declares it. */
export function replyOf<P extends AnyContractProcedure>(route: P): Extract<OutputOf<P>, z.ZodType> {
  const schema = route['~orpc'].outputSchema;
  if (schema === undefined) throw new Error('the route declares no reply');
  return schema as Extract<OutputOf<P>, z.ZodType>;
}
