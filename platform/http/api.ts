import type { AnyContractRouter } from '@orpc/contract';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import type { Router } from '@orpc/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS } from '../../contracts/errors.ts';
import type { HubContext } from '../context.ts';
import type { HubRequestContext } from '../request-context.ts';
import { type Refused, refusalBody, refusedBy, toOrpcError } from './errors.ts';
import { localeOf, type Texts } from './texts.ts';

/** Whoever is told to come later waits this long, s. */
const RETRY_AFTER_S = '5';

export interface Api {
  /** Answers a call under `/v1`; false when the contract has no such route. */
  handle(request: FastifyRequest, reply: FastifyReply): Promise<boolean>;
  /** Answers with the caller's sentence for an error that came from outside the contract's handlers. */
  refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

/** The contract over HTTP. Every error leaves as one of our codes with a sentence, and none with a stack. */
export function createApi(
  hub: HubContext,
  router: Router<AnyContractRouter, HubRequestContext>,
  texts: Texts,
): Api {
  const handler = new OpenAPIHandler(router, {
    interceptors: [
      async ({ context, next, request }) => {
        try {
          return await next();
        } catch (error) {
          const refused = refusedBy(error);
          note(hub, refused, error, `${request.method} ${routeOf(request.url.pathname)}`);
          if (refused.code === 'busy') context.reply.header('retry-after', RETRY_AFTER_S);
          throw toOrpcError(refused, sentence(refused, context.headers['accept-language']));
        }
      },
    ],
    customErrorResponseBodyEncoder: (error) => ({
      code: error.code,
      status: error.status,
      message: error.message,
      ...(error.data === undefined ? {} : { data: error.data }),
    }),
  });
  const sentence = (refused: Refused, acceptLanguage: string | undefined): string =>
    texts(refused.code, localeOf(acceptLanguage));

  return {
    async handle(request, reply) {
      const context: HubRequestContext = { hub, headers: request.headers, ip: request.ip, reply };
      const { matched } = await handler.handle(request, reply, { prefix: '/v1', context });
      return matched;
    },
    refuse(error, request, reply) {
      const refused = refusedBy(error);
      note(hub, refused, error, `${request.method} ${routeOf(request.url)}`);
      if (refused.code === 'busy') reply.header('retry-after', RETRY_AFTER_S);
      const body = refusalBody(
        refused.code,
        sentence(refused, request.headers['accept-language']),
        refused.data,
      );
      return reply.status(ERRORS[refused.code].http).send(body);
    },
  };
}

function note({ log }: HubContext, refused: Refused, error: unknown, route: string): void {
  if (refused.unexpected) log.error({ err: error, route, code: refused.code }, 'http.failed');
  else log[ERRORS[refused.code].level]({ route, code: refused.code, ...refused.data }, 'http.refused');
}

/** The path without what may be anybody's: ids, case numbers, hashes, query. */
const routeOf = (url: string): string =>
  (url.split('?')[0] ?? '')
    .split('/')
    .map((part) => (/^[a-zA-Z.-]{1,30}$/.test(part) || part === 'v1' ? part : part === '' ? '' : '*'))
    .join('/')
    .slice(0, 120);
