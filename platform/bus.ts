import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import { fullJitter } from '../contracts/backoff.ts';
import type { Timers } from '../contracts/clock.ts';
import { sha256, shortId, terminalId, uuid } from '../contracts/primitives.ts';
import { codeOf } from './cannot-start.ts';
import type { Bus, BusMessages, HubContext } from './context.ts';
import type { Database } from './db/schema.ts';

/** The one NOTIFY channel of the hub. */
const CHANNEL = 'hall';
/** PostgreSQL refuses a payload of 8,000 bytes and more. */
const MAX_PAYLOAD = 7_900;
/** A message carries at most so many rating ids. */
export const MAX_IDS = 50;
/** Back-off of the listening connection, ms. */
const RETRY_BASE_MS = 250;
const RETRY_CAP_MS = 10_000;
/** A connection that has died silently is noticed by a question at this interval, ms. */
const CHECK_MS = 15_000;
const ANSWER_MS = 5_000;

/** Every message is checked at arrival: another program may use the database. */
const envelope = z.discriminatedUnion('topic', [
  z.object({ topic: z.literal('request'), message: z.object({ windowId: shortId, requestId: uuid }) }),
  z.object({ topic: z.literal('requestState'), message: z.object({ requestId: uuid }) }),
  z.object({ topic: z.literal('reference'), message: z.object({ windowId: shortId.nullable() }) }),
  z.object({ topic: z.literal('terminal'), message: z.object({ terminalId }) }),
  z.object({ topic: z.literal('ratings'), message: z.object({ ids: z.array(uuid).max(MAX_IDS) }) }),
  z.object({ topic: z.literal('blob'), message: z.object({ sha256 }) }),
  z.object({ topic: z.literal('material'), message: z.object({ applicationId: uuid }) }),
]);

/** One message with its topic. */
export type BusEntry = { [K in keyof BusMessages]: { topic: K; message: BusMessages[K] } }[keyof BusMessages];

/**
 * Sends messages in one statement. In a transaction they leave at its COMMIT, and not at all when it fails.
 */
export async function notify(db: Kysely<Database>, entries: readonly BusEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const payloads = entries.map((e) => JSON.stringify(e));
  if (payloads.some((p) => Buffer.byteLength(p) > MAX_PAYLOAD)) throw new Error('bus message is too long');
  await sql`select pg_notify(${CHANNEL}, payload) from unnest(${payloads}::text[]) as payload`.execute(db);
}

export interface BusOptions {
  connectionString: string;
  db: HubContext['db'];
  log: Pick<Logger, 'warn' | 'error' | 'info'>;
  timers: Timers;
  /** U[0,1). */
  random: () => number;
}
export interface RunningBus extends Bus {
  /** Messages may have been missed: whoever keeps something by messages must look again. Returns how to stop. */
  onGap(listener: () => void): () => void;
  /** Does the listening connection stand? */
  isConnected(): boolean;
  close(): Promise<void>;
}

type Listener = (message: BusMessages[keyof BusMessages]) => void;

/** Starts listening and resolves when the first connection stands; later losses are mended in the background. */
export async function startBus(options: BusOptions): Promise<RunningBus> {
  const { db, log, timers, random } = options;
  const listeners = new Map<string, Set<Listener>>();
  const gapListeners = new Set<() => void>();
  let client: pg.Client | null = null;
  let failures = 0;
  let closed = false;
  let cancelTimer = (): void => undefined;

  function deliver(payload: string | undefined): void {
    const parsed = parseEnvelope(payload);
    if (parsed === null) {
      log.warn({}, 'bus.badMessage');
      return;
    }
    for (const listener of [...(listeners.get(parsed.topic) ?? [])])
      guard(() => listener(parsed.message), parsed.topic);
  }
  function guard(f: () => void, topic: string): void {
    try {
      f();
    } catch (e) {
      log.error({ topic, code: codeOf(e) }, 'bus.listenerFailed');
    }
  }

  async function listen(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: options.connectionString,
      connectionTimeoutMillis: 10_000,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      application_name: 'hall-hub bus',
    });
    fresh.on('notification', (n) => deliver(n.payload));
    fresh.on('error', () => lose(fresh));
    fresh.on('end', () => lose(fresh));
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
    } catch (e) {
      void fresh.end().catch(() => undefined);
      throw e;
    }
    if (closed) return void (await fresh.end());
    client = fresh;
    failures = 0;
    cancelTimer = timers.after(CHECK_MS, () => void check(fresh));
  }
  async function check(current: pg.Client): Promise<void> {
    try {
      await current.query('select 1');
      if (client === current) cancelTimer = timers.after(CHECK_MS, () => void check(current));
    } catch {
      lose(current);
    }
  }
  function lose(lost: pg.Client): void {
    if (client !== lost || closed) return;
    client = null;
    cancelTimer();
    void lost.end().catch(() => undefined);
    log.warn({}, 'bus.connectionLost');
    retry();
  }
  function retry(): void {
    const wait = fullJitter(failures, random(), RETRY_BASE_MS, RETRY_CAP_MS);
    failures += 1;
    cancelTimer = timers.after(wait, () => {
      listen().then(
        () => {
          if (closed) return;
          log.info({}, 'bus.connected');
          for (const listener of [...gapListeners]) guard(listener, 'gap');
        },
        () => closed || retry(),
      );
    });
  }

  await listen();
  return {
    publish: (topic, message) => notify(db, [{ topic, message } as BusEntry]),
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      // A subscription of its own, so that one function may be subscribed twice.
      const own: Listener = (message) => (listener as Listener)(message);
      set.add(own);
      return () => void set.delete(own);
    },
    onGap(listener) {
      gapListeners.add(listener);
      return () => void gapListeners.delete(listener);
    },
    isConnected: () => client !== null,
    async close() {
      closed = true;
      cancelTimer();
      const last = client;
      client = null;
      await last?.end();
    },
  };
}

export function parseEnvelope(payload: string | undefined): z.infer<typeof envelope> | null {
  try {
    const parsed = envelope.safeParse(JSON.parse(payload ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
