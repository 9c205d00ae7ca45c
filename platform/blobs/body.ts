import type { IncomingMessage } from 'node:http';

/** A sender that is silent for so long in the middle of a body is hung up on. */
export const BODY_IDLE_MS = 30_000;

/** The bytes of a request as they come; throws when they end too soon or stay away. Reads nothing before it is asked. */
export function bodyOf(request: IncomingMessage, idleMs = BODY_IDLE_MS): AsyncIterable<Buffer> {
  request.setTimeout(idleMs, () => void request.destroy(new Error('the body stayed away')));
  return request.iterator({ destroyOnReturn: false });
}
