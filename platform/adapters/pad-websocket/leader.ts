import pg from 'pg';
import type { Logger } from 'pino';
import type { Timers } from '../../../contracts/clock.ts';

/** How often a hub that does not lead asks whether it may, and one that leads whether its connection stands. */
const ASK_MS = 10_000;

export interface LeaderOptions {
  connectionString: string;
  /** Number of the advisory lock that stands for the task. */
  lock: number;
  timers: Timers;
  log: Pick<Logger, 'info'>;
  /** Does the task; answers how to stop it. */
  lead: () => () => void;
}

/** One hub of all does a task, as long as it lives: who holds a PostgreSQL session lock. Answers how to stop. */
export function oneOfAll({ connectionString, lock, timers, log, lead }: LeaderOptions): () => Promise<void> {
  let client: pg.Client | null = null;
  let stopTask: (() => void) | null = null;
  let stopped = false;
  let cancel = (): void => undefined;
  let asking: Promise<void>;

  function lose(): void {
    stopTask?.();
    stopTask = null;
    const last = client;
    client = null;
    void last?.end().catch(() => undefined);
  }
  async function ask(): Promise<void> {
    try {
      client ??= await connect();
      const { rows } = await client.query(
        stopTask === null ? 'select pg_try_advisory_lock($1) as mine' : 'select $1::int is not null as mine',
        [lock],
      );
      if (rows[0]?.mine === true && stopTask === null && !stopped) {
        stopTask = lead();
        log.info({ lock }, 'leader.leads');
      }
    } catch {
      lose();
    }
    if (stopped) lose();
    else
      cancel = timers.after(ASK_MS, () => {
        asking = ask();
      });
  }
  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      application_name: 'hall-hub leader',
    });
    fresh.on('error', () => client === fresh && lose());
    await fresh.connect();
    return fresh;
  }

  asking = ask();
  return async () => {
    stopped = true;
    cancel();
    await asking;
    lose();
  };
}
