import { sql } from 'kysely';
import { inject } from 'vitest';
import type { HubContext } from '../../context.ts';
import { testHub } from '../../testing/hub.ts';
import { START } from './parts.ts';

/** A whole hub over HTTP, with the clock in the test's hand. */
export interface ConsoleServer {
  url: string;
  hub: HubContext;
  connectionString: string;
  /** Moves the clock. */
  pass(ms: number): void;
  close(): Promise<void>;
}

/** Behind a proxy, so that each caller of the tests has an address of its own. */
export async function consoleServer(): Promise<ConsoleServer> {
  let now = START.getTime();
  const hub = await testHub({ now: () => new Date(now), config: { behindProxy: true } });
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(hub.context.db);
  const database = new URL(inject('hallPostgres'));
  database.pathname = `/${rows[0]?.name}`;
  return {
    url: hub.url,
    hub: hub.context,
    connectionString: database.href,
    pass: (ms) => {
      now += ms;
    },
    close: () => hub.close(),
  };
}
