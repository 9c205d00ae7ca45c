import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Timers } from '../../contracts/clock.ts';
import type { Look } from '../../contracts/hub/terminal-api.ts';
import type { RunningBus } from '../bus.ts';
import { codeOf } from '../cannot-start.ts';
import type { HubContext } from '../context.ts';
import { refuseUpgrade } from '../http/upgrades.ts';
import { noteSeen } from './heartbeat.ts';
import { type CallingTerminal, identifyTerminal } from './identify.ts';

export const PING_MS = 30_000;
/** A terminal sends nothing but pongs. */
const MAX_MESSAGE = 256;
/** Terminals at one hub process. */
const MAX_CHANNELS = 20_000;
/** A reader that takes nothing while this much waits for it is cut off; it looks for itself when it comes back. */
const MAX_WAITING_BYTES = 16_384;

/** Close codes of ours. */
const REPLACED = 4409;
const REVOKED = 4403;
const GOING_AWAY = 1001;

export interface ChannelOptions {
  hub: Pick<HubContext, 'db' | 'now' | 'secrets'>;
  bus: Pick<RunningBus, 'subscribe' | 'onGap'>;
  timers: Timers;
  log: Pick<Logger, 'warn'>;
}
export interface Channels {
  /** Takes over a connection that asks for the channel; refuses it in plain HTTP when it carries no good token. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Open channels of this process. */
  count(): number;
  close(): void;
}

interface Channel {
  terminal: CallingTerminal;
  socket: WebSocket;
  answered: boolean;
}

/**
 * Open channels to terminals. The hub says only where to look; what a message says is on HTTP, so a message that is
 * lost costs a poll's delay and nothing else.
 */
export function createChannels({ hub, bus, timers, log }: ChannelOptions): Channels {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false });
  const channels = new Map<string, Channel>();
  const seen = new Set<string>();
  let closed = false;

  function tell(channel: Channel, look: Look['look']): void {
    if (channel.socket.bufferedAmount > MAX_WAITING_BYTES) channel.socket.terminate();
    else channel.socket.send(JSON.stringify({ look } satisfies Look));
  }
  const tellAll = (which: (c: Channel) => boolean, look: Look['look']): void => {
    for (const channel of channels.values()) if (which(channel)) tell(channel, look);
  };

  const stops = [
    bus.subscribe('request', (m) => tellAll((c) => c.terminal.windowId === m.windowId, 'request')),
    bus.subscribe('reference', (m) =>
      tellAll((c) => m.windowId === null || c.terminal.windowId === m.windowId, 'reference'),
    ),
    bus.subscribe('terminal', ({ terminalId }) => {
      const channel = channels.get(terminalId);
      if (!channel) return;
      tell(channel, 'token');
      channel.socket.close(REVOKED);
    }),
    bus.onGap(() => {
      tellAll(() => true, 'request');
      tellAll(() => true, 'reference');
      void endRevoked();
    }),
  ];

  /** Messages may have been missed: asks the table who is still in service. */
  async function endRevoked(): Promise<void> {
    const ids = [...channels.keys()];
    if (ids.length === 0) return;
    try {
      const rows = await hub.db
        .selectFrom('terminal')
        .select('id')
        .where('id', 'in', ids)
        .where('state', '=', 'active')
        .execute();
      const active = new Set(rows.map((r) => r.id));
      for (const [id, channel] of channels) if (!active.has(id)) channel.socket.close(REVOKED);
    } catch (e) {
      log.warn({ code: codeOf(e) }, 'channel.checkFailed');
    }
  }

  let cancelPings = timers.after(PING_MS, pingAll);
  function pingAll(): void {
    if (closed) return;
    for (const channel of channels.values()) {
      if (!channel.answered) channel.socket.terminate();
      else {
        channel.answered = false;
        channel.socket.ping();
      }
    }
    const ids = [...seen];
    seen.clear();
    noteSeen(hub, ids).catch((e: unknown) => log.warn({ code: codeOf(e) }, 'channel.seenFailed'));
    cancelPings = timers.after(PING_MS, pingAll);
  }

  function open(terminal: CallingTerminal, socket: WebSocket): void {
    const channel: Channel = { terminal, socket, answered: true };
    const before = channels.get(terminal.id);
    if (before) before.socket.close(REPLACED);
    channels.set(terminal.id, channel);
    seen.add(terminal.id);
    socket.on('pong', () => {
      channel.answered = true;
      seen.add(terminal.id);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      if (channels.get(terminal.id) === channel) channels.delete(terminal.id);
    });
    noteSeen(hub, [terminal.id]).catch((e: unknown) => log.warn({ code: codeOf(e) }, 'channel.seenFailed'));
    // A request that was made before the channel stood.
    tell(channel, 'request');
  }

  return {
    async upgrade(request, socket, head) {
      if (closed || channels.size >= MAX_CHANNELS) return refuseUpgrade(socket, 503);
      const caller = await identifyTerminal(hub, request.headers.authorization);
      if (!caller.ok) return refuseUpgrade(socket, caller.error.code === 'terminal.revoked' ? 403 : 401);
      server.handleUpgrade(request, socket, head, (ws) => {
        if (closed) ws.close(GOING_AWAY);
        else open(caller.value, ws);
      });
    },
    count: () => channels.size,
    close() {
      closed = true;
      cancelPings();
      for (const stop of stops) stop();
      for (const { socket } of channels.values()) {
        socket.close(GOING_AWAY);
        timers.after(1_000, () => socket.terminate());
      }
      channels.clear();
      server.close();
    },
  };
}
