import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { HubConfig } from '../../contracts/config.ts';
import { CannotStart, codeOf } from '../cannot-start.ts';
import { startCluster } from './embedded/cluster.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';

export interface OpenDatabase {
  db: Kysely<Database>;
  connectionString: string;
  /** Resolves when the embedded server has ended without being asked to; never with `DATABASE_URL`. */
  lost: Promise<void>;
  close(): Promise<void>;
}

/** Connections of one hub process to the database, beside the one that listens. */
const POOL = 12;
const CONNECT_MS = 10_000;
const STATEMENT_MS = 30_000;
/** How long a hub waits at its start for a database elsewhere. */
const REACH_MS = 30_000;

/** Opens the hub's database (`DATABASE_URL`, else the embedded one) and migrates it. Throws `CannotStart`. */
export async function openDatabase(
  config: Pick<HubConfig, 'databaseUrl' | 'dataDir'>,
  log: Pick<Logger, 'error'>,
): Promise<OpenDatabase> {
  const cluster = config.databaseUrl === undefined ? await startCluster({ dataDir: config.dataDir }) : null;
  const connectionString = cluster?.connectionString ?? config.databaseUrl ?? '';
  const db = connect(connectionString, log);
  const close = async (): Promise<void> => {
    await db.destroy();
    await cluster?.stop();
  };
  try {
    if (cluster === null) await reach(connectionString);
    await migrateOnce(connectionString, log);
  } catch (e) {
    await close();
    throw e;
  }
  return { db, connectionString, lost: cluster?.lost ?? new Promise(() => undefined), close };
}

/** On a connection of its own: a migration of many rows may take longer than a statement otherwise may. */
async function migrateOnce(connectionString: string, log: Pick<Logger, 'error'>): Promise<void> {
  const db = connect(connectionString, log, 1, 0);
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}

/** Kysely over a pool; connects at the first query. `bigint` arrives as a number. `statementMs` 0 = no limit. */
export function connect(
  connectionString: string,
  log: Pick<Logger, 'error'>,
  max = POOL,
  statementMs = STATEMENT_MS,
): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 60_000,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    application_name: 'hall-hub',
    types: { getTypeParser },
  });
  // An idle connection that the server closed; the pool makes a new one.
  pool.on('error', (e) => log.error({ code: codeOf(e) }, 'db.connectionLost'));
  // One that it closed in the midst of a transaction: whoever asks next on it is refused. Unheard, it would end the hub.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

const toSafeInteger = (text: string): number => {
  const n = Number(text);
  if (!Number.isSafeInteger(n)) throw new Error('bigint beyond 2^53');
  return n;
};
const getTypeParser: typeof pg.types.getTypeParser = (oid, format) =>
  oid === pg.types.builtins.INT8 && format !== 'binary'
    ? toSafeInteger
    : pg.types.getTypeParser(oid, format as 'text');

/** Waits for a database that is still starting; a refusal of it (wrong password, no such database) is final. */
async function reach(connectionString: string): Promise<void> {
  const until = performance.now() + REACH_MS;
  for (;;) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (e) {
      const code = codeOf(e);
      const isFinal = /^(28|3D)/.test(code) || performance.now() > until;
      if (isFinal)
        throw new CannotStart(
          `the database of DATABASE_URL cannot be used (${code}); check address and account`,
        );
      await delay(500);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
