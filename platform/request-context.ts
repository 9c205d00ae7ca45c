import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { HubContext } from './context.ts';

/** What every oRPC handler of the hub is handed with a call. */
export interface HubRequestContext {
  hub: HubContext;
  headers: IncomingHttpHeaders;
  /** Address of the caller: of the connection, or by X-Forwarded-For when `config.behindProxy`. */
  ip: string;
  reply: FastifyReply;
}
