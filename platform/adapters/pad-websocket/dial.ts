import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { fullJitter } from '../../../contracts/backoff.ts';
import type { Timers } from '../../../contracts/clock.ts';
import { shortId } from '../../../contracts/primitives.ts';
import { codeOf } from '../../cannot-start.ts';
import type { HubContext } from '../../context.ts';
import { runConnection } from './connection.ts';
import { openEvaluation } from './request.ts';

/** Setting `padWebSocket`: counter systems that have to be called, one per window. */
export const padWebSocketSettings = z.strictObject({
  dial: z
    .array(
      z.strictObject({
        windowId: shortId,
        url: z.url({ protocol: /^wss?$/ }),
        workNo: z.string().min(1).max(40),
        key: z.string().min(1).max(200),
      }),
    )
    .max(500),
});
export type Line = z.infer<typeof padWebSocketSettings>['dial'][number];

const RETRY_BASE_MS = 1_000;
const RETRY_CAP_MS = 60_000;
const HANDSHAKE_MS = 10_000;
const MAX_BYTES = 65_536;
/** How often the setting is read again. */
const REREAD_MS = 30_000;

export interface DialOptions {
  hub: Pick<HubContext, 'db' | 'now' | 'newId' | 'log'>;
  timers: Timers;
  /** U[0,1). */
  random: () => number;
}

/** Keeps the lines of the setting up, and follows its changes. Answers how to stop. One hub of all may do this. */
export function dialCounters(options: DialOptions): () => void {
  const { hub, timers } = options;
  let running = '';
  let ends: (() => void)[] = [];
  let stopped = false;
  let cancel = (): void => undefined;

  async function follow(): Promise<void> {
    try {
      const lines = await readLines(hub);
      const now = JSON.stringify(lines);
      if (stopped || now === running) return;
      for (const end of ends) end();
      ends = lines.map((line) => keepLine(line, options));
      running = now;
    } catch (e) {
      hub.log.warn({ code: codeOf(e) }, 'padWebSocket.settingUnread');
    } finally {
      if (!stopped) cancel = timers.after(REREAD_MS, () => void follow());
    }
  }
  void follow();
  return () => {
    stopped = true;
    cancel();
    for (const end of ends) end();
  };
}

async function readLines({ db, log }: { db: HubContext['db']; log: Pick<Logger, 'error'> }): Promise<Line[]> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'padWebSocket')
    .executeTakeFirst();
  if (!row) return [];
  const parsed = padWebSocketSettings.safeParse(row.value);
  if (parsed.success) return parsed.data.dial;
  log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidPadWebSocket');
  return [];
}

/** Calls one counter system, and again with back-off whenever the line is lost. */
export function keepLine(line: Line, { hub, timers, random }: DialOptions): () => void {
  let failures = 0;
  let stopped = false;
  let end = (): void => undefined;
  let cancel = (): void => undefined;

  function call(): void {
    const socket = new WebSocket(line.url, {
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MAX_BYTES,
      perMessageDeflate: false,
    });
    socket.on('error', () => undefined);
    socket.on('open', () => {
      end = runConnection({
        socket,
        role: 'caller',
        now: hub.now,
        timers,
        log: hub.log,
        login: { workNo: line.workNo, key: line.key },
        checkLogin: async () => false,
        async open(url) {
          failures = 0;
          return openEvaluation(hub, { windowId: line.windowId, workNo: line.workNo }, url);
        },
      });
    });
    socket.on('close', () => {
      if (stopped) return;
      const wait = RETRY_BASE_MS + fullJitter(failures, random(), RETRY_BASE_MS, RETRY_CAP_MS);
      failures += 1;
      cancel = timers.after(wait, call);
    });
    end = () => socket.terminate();
  }
  call();
  return () => {
    stopped = true;
    cancel();
    end();
  };
}
