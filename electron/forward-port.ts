import { PORT_CHANNEL, PORT_MESSAGE_TYPE } from '../contracts/shell-port.ts';

/** All that the preload does: passes the one MessagePort that main hands it on to the page. Ports cannot cross contextBridge. */
export function forwardPort(
  ipc: { on(channel: string, listener: (event: { ports: readonly MessagePort[] }) => void): unknown },
  page: {
    location: { origin: string };
    postMessage(message: unknown, targetOrigin: string, transfer: MessagePort[]): void;
  },
): void {
  ipc.on(PORT_CHANNEL, (event) => {
    const [port] = event.ports;
    if (port !== undefined && event.ports.length === 1) {
      page.postMessage({ type: PORT_MESSAGE_TYPE }, page.location.origin, [port]);
    }
  });
}
