import { WebSocketServer } from 'ws';
import type { Timers } from '../../../contracts/clock.ts';
import type { HubContext } from '../../context.ts';
import { windowOfToken } from '../../counter/identify.ts';
import { refuseUpgrade, type Upgrade } from '../../http/upgrades.ts';
import { runConnection } from './connection.ts';
import { openEvaluation } from './request.ts';

export const PAD_WEBSOCKET_PATH = '/v1/adapters/pad-websocket';

/** Counter systems at one hub process. */
const MAX_SESSIONS = 2_000;
/** Larger frames end the connection; up to here they are answered as bad packets. */
const MAX_BYTES = 65_536;

export interface Listener {
  upgrade: Upgrade;
  close(): void;
}

/**
 * Existing counter systems connect here and log in with the counter token of their window as `key` and a badge number
 * as `work_no`; then they drive the window's pad.
 */
export function listenForCounters(
  hub: Pick<HubContext, 'db' | 'now' | 'newId' | 'log'>,
  timers: Timers,
): Listener {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_BYTES, perMessageDeflate: false });
  const ends = new Set<() => void>();
  return {
    async upgrade(request, socket, head) {
      if (ends.size >= MAX_SESSIONS) return refuseUpgrade(socket, 503);
      server.handleUpgrade(request, socket, head, (ws) => {
        let at: { windowId: string; workNo: string } | null = null;
        const end = runConnection({
          socket: ws,
          role: 'acceptor',
          now: hub.now,
          timers,
          log: hub.log,
          async checkLogin({ workNo, key }) {
            const window = await windowOfToken(hub, key);
            at = window.ok ? { windowId: window.value.windowId, workNo } : null;
            if (at !== null) hub.log.info({ windowId: at.windowId }, 'padWebSocket.login');
            return at !== null;
          },
          open: async (url) => (at === null ? 'auth.required' : openEvaluation(hub, at, url)),
        });
        ends.add(end);
        ws.on('close', () => ends.delete(end));
      });
    },
    close() {
      for (const end of ends) end();
      server.close();
    },
  };
}
