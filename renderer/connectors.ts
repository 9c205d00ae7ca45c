import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { PORT_MESSAGE_TYPE } from '../contracts/shell-port.ts';
import type { terminalContract } from '../contracts/terminal.ts';

/** The terminal contract as the screens call it. */
export type Terminal = ContractRouterClient<typeof terminalContract>;

/** One line to the terminal service. */
export interface Connection {
  terminal: Terminal;
  /** Aborted once the line is gone: closed by the other side, or replaced. */
  gone: AbortSignal;
  /** The service does not answer on this line. A line that cannot be made anew from here is kept. */
  giveUp(): void;
}

/** Makes a line, or rejects when none can be had in time. */
export type Connector = () => Promise<Connection>;

const CONNECT_TIMEOUT_MS = 5_000;

/** Browser host: WebSocket `/rpc` of the page's own origin. */
export function socketConnector(origin: string): Connector {
  const url = new URL('/rpc', origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url);
      const gone = new AbortController();
      const timer = setTimeout(() => socket.close(), CONNECT_TIMEOUT_MS);
      socket.addEventListener('open', () => {
        clearTimeout(timer);
        const terminal: Terminal = createORPCClient(new SocketLink({ websocket: socket }));
        resolve({
          terminal,
          gone: gone.signal,
          giveUp: () => {
            socket.close();
            gone.abort();
          },
        });
      });
      socket.addEventListener('close', () => {
        clearTimeout(timer);
        gone.abort();
        reject(new Error('the terminal service refused the socket'));
      });
    });
}

/**
 * Electron: the preload hands over one MessagePort per service (`PORT_MESSAGE_TYPE`); a newer one replaces the one
 * before. The page cannot ask for a port: the shell gives a new one when it has restarted the service.
 */
export function portConnector(page: Window): Connector {
  let waiting: Connection | null = null;
  let current: AbortController | null = null;
  let arrived: () => void = () => undefined;

  page.addEventListener('message', (event) => {
    const [port] = event.ports;
    const fromPreload = event.source === page && event.origin === page.location.origin;
    if (!fromPreload || !isPortMessage(event.data) || port === undefined || event.ports.length !== 1) return;
    current?.abort();
    current = new AbortController();
    waiting = portConnection(port, current);
    arrived();
  });

  return () =>
    new Promise((resolve, reject) => {
      const take = () => {
        if (waiting === null) return;
        clearTimeout(timer);
        arrived = () => undefined;
        resolve(waiting);
        waiting = null;
      };
      const timer = setTimeout(() => {
        arrived = () => undefined;
        reject(new Error('no port was handed over'));
      }, CONNECT_TIMEOUT_MS);
      arrived = take;
      take();
    });
}

function portConnection(port: MessagePort, gone: AbortController): Connection {
  port.addEventListener('close', () => gone.abort());
  gone.signal.addEventListener('abort', () => port.close());
  const terminal: Terminal = createORPCClient(new PortLink({ port }));
  port.start();
  return { terminal, gone: gone.signal, giveUp: () => undefined };
}

const isPortMessage = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === PORT_MESSAGE_TYPE;
