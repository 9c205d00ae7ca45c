import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { Timers } from '../../../contracts/clock.ts';
import { codeOf } from '../../cannot-start.ts';
import { type Effect, type Input, type Login, newSession, type Role, step } from './session.ts';

/** How often a session looks at the clock. */
const TICK_MS = 5_000;
const MAX_WAITING_BYTES = 65_536;
const GOING_AWAY = 1001;

export interface ConnectionOptions {
  socket: WebSocket;
  role: Role;
  now: () => Date;
  timers: Timers;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** caller: what to log in with. */
  login?: Login;
  /** acceptor: is this login good? */
  checkLogin: (login: Login) => Promise<boolean>;
  /** Asks the pad for the evaluation of an address. null, or the code of the failure. */
  open: (url: string) => Promise<string | null>;
}

/** Drives one session over an open socket, until either side closes. Answers how to end it. */
export function runConnection(options: ConnectionOptions): () => void {
  const { socket, timers, log } = options;
  const nowMs = (): number => options.now().getTime();
  let session = newSession(options.role, nowMs());
  let cancelTick = (): void => undefined;

  function feed(input: Input): void {
    const [next, effects] = step(session, input, nowMs());
    session = next;
    for (const effect of effects) act(effect);
  }
  function act(effect: Effect): void {
    if (effect.type === 'send') say(JSON.stringify(effect.packet));
    else if (effect.type === 'checkLogin')
      void answer(options.checkLogin(effect.login), false, (ok) => feed({ type: 'loginChecked', ok }));
    else if (effect.type === 'open')
      void answer(options.open(effect.url), 'internal', (failure) => feed({ type: 'opened', failure }));
    else {
      log.info({ why: effect.why, role: options.role }, 'padWebSocket.closed');
      socket.close();
    }
  }
  function say(text: string): void {
    if (socket.bufferedAmount > MAX_WAITING_BYTES) socket.terminate();
    else socket.send(text);
  }
  async function answer<T>(work: Promise<T>, onFault: T, then: (value: T) => void): Promise<void> {
    let value: T;
    try {
      value = await work;
    } catch (e) {
      log.error({ code: codeOf(e) }, 'padWebSocket.failed');
      value = onFault;
    }
    if (socket.readyState === socket.OPEN) then(value);
  }
  function tick(): void {
    feed({ type: 'tick' });
    cancelTick = timers.after(TICK_MS, tick);
  }

  socket.on('message', (data, isBinary) => feed({ type: 'frame', text: isBinary ? '' : textOf(data) }));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => cancelTick());
  cancelTick = timers.after(TICK_MS, tick);
  if (options.login) feed({ type: 'connected', login: options.login });
  return () => {
    cancelTick();
    socket.close(GOING_AWAY);
    const cancel = timers.after(500, () => socket.terminate());
    socket.once('close', cancel);
  };
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
