import { WebSocket } from 'ws';
import type { Timers } from '../../contracts/clock.ts';
import { CHANNEL_PATH, type Look, look } from '../../contracts/hub/terminal-api.ts';

export interface ChannelOptions {
  hubUrl: string;
  /** null = none to be had now. */
  token: () => Promise<string | null>;
  /** The hub did not take this token. */
  refused: (token: string) => void;
  onLook: (what: Look['look']) => void;
  /** Open or closed. */
  onState: (open: boolean) => void;
  timers: Timers;
  random: () => number;
}

/** Terminals that are switched on together do not come in step. */
const FIRST_WITHIN_MS = 250;
const BACKOFF_MS = 5_000;
const BACKOFF_CAP_MS = 5 * 60_000;
const HANDSHAKE_MS = 10_000;
/** The hub pings every 30 s; without a word for this long the line is dead. */
const SILENCE_MS = 75_000;
const MAX_MESSAGE = 1_024;

/** A WebSocket on which the hub says only where to look. Comes back by itself, jittered, 5 s to 5 min. */
export function openChannel(o: ChannelOptions) {
  let socket: WebSocket | null = null;
  let attempt = 0;
  let stopped = false;
  /** For the next try; else a connection is open or being made. */
  let waiting = false;
  let cancel: () => void = () => undefined;
  let cancelSilence: () => void = () => undefined;

  async function connect(): Promise<void> {
    const token = await o.token();
    if (stopped) return;
    if (token === null) return later();
    const url = `${o.hubUrl.replace(/^http/, 'ws').replace(/\/$/, '')}${CHANNEL_PATH}`;
    const ws = new WebSocket(url, {
      headers: { authorization: `Bearer ${token}` },
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MAX_MESSAGE,
      perMessageDeflate: false,
    });
    socket = ws;
    let wasOpen = false;
    ws.on('open', () => {
      wasOpen = true;
      attempt = 0;
      watchSilence(ws);
      o.onState(true);
    });
    ws.on('ping', () => watchSilence(ws));
    ws.on('message', (data) => {
      watchSilence(ws);
      const message = read(String(data));
      if (message !== null) o.onLook(message.look);
    });
    ws.on('unexpected-response', (_request, response) => {
      if (response.statusCode === 401) o.refused(token);
      ws.terminate();
    });
    ws.on('error', () => undefined);
    ws.on('close', () => {
      cancelSilence();
      if (socket !== ws) return;
      socket = null;
      if (wasOpen) o.onState(false);
      later();
    });
  }

  function watchSilence(ws: WebSocket): void {
    cancelSilence();
    cancelSilence = o.timers.after(SILENCE_MS, () => ws.terminate());
  }

  function later(): void {
    if (stopped) return;
    const ceiling = Math.min(BACKOFF_CAP_MS, BACKOFF_MS * 2 ** Math.min(attempt, 10));
    attempt += 1;
    connectAfter(ceiling * (0.5 + 0.5 * o.random()));
  }

  function connectAfter(ms: number): void {
    cancel();
    cancel = o.timers.after(ms, () => {
      waiting = false;
      void connect();
    });
    waiting = true;
  }

  connectAfter(o.random() * FIRST_WITHIN_MS);
  return {
    isOpen: () => socket?.readyState === WebSocket.OPEN,
    /** The hub answers elsewhere again: try at once instead of waiting out the back-off. */
    hurry(): void {
      if (stopped || !waiting) return;
      attempt = 0;
      connectAfter(o.random() * FIRST_WITHIN_MS);
    },
    stop(): void {
      stopped = true;
      cancel();
      cancelSilence();
      const ws = socket;
      socket = null;
      ws?.terminate();
    },
  };
}

function read(text: string): Look | null {
  try {
    const parsed = look.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
