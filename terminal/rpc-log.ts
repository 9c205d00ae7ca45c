import { mapEventIterator } from '@orpc/client';
import { ORPCError, ValidationError } from '@orpc/server';

/** What an interceptor of oRPC is given, as far as this one needs it. */
interface Call {
  path: readonly string[];
  next: () => Promise<unknown>;
}

/**
 * Logs each call that fails, and each watch that breaks off: a page sees no more than a closed line. The event names
 * the procedure, the code and the field, never a value.
 */
export function logFailures(log: (event: string, data?: Record<string, unknown>) => void) {
  const tell = (path: readonly string[], error: unknown) => {
    const cause = error instanceof Error ? error.cause : undefined;
    const issue = cause instanceof ValidationError ? cause.issues[0] : undefined;
    log('rpc.failed', {
      procedure: path.join('.'),
      code: error instanceof ORPCError ? error.code : error instanceof Error ? error.name : 'unknown',
      field: issue?.path?.map((key) => String(typeof key === 'object' ? key.key : key)).join('.'),
    });
  };
  return async ({ path, next }: Call): Promise<unknown> => {
    try {
      const output = await next();
      if (!isIterator(output)) return output;
      return mapEventIterator(output, {
        value: async (value) => value,
        error: async (error) => {
          tell(path, error);
          return error;
        },
      });
    } catch (error) {
      tell(path, error);
      throw error;
    }
  };
}

const isIterator = (value: unknown): value is AsyncIterator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
