import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { codeOf } from '../cannot-start.ts';

/** Takes over a connection that asks for a WebSocket at its path, or refuses it. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

const REASON = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
} as const;

/** Ends a connection that asked for a WebSocket and gets none. */
export function refuseUpgrade(socket: Duplex, status: keyof typeof REASON): void {
  socket.end(`HTTP/1.1 ${status} ${REASON[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** WebSocket paths of the server. */
export function serveUpgrades(
  server: Server,
  paths: Readonly<Record<string, Upgrade>>,
  log: Pick<Logger, 'error'>,
): void {
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').split('?')[0] ?? '';
    const upgrade = Object.hasOwn(paths, path) ? paths[path] : undefined;
    if (upgrade === undefined) return refuseUpgrade(socket, 404);
    upgrade(request, socket, head).catch((e: unknown) => {
      log.error({ path, code: codeOf(e) }, 'http.upgradeFailed');
      refuseUpgrade(socket, 503);
    });
  });
}
