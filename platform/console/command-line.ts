import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { connect } from '../db/postgres.ts';
import type { Database } from '../db/schema.ts';

/** What a command is run with, handed in so that tests can. */
export interface CommandLine {
  args: string[];
  env: Record<string, string | undefined>;
  /** Everything that is piped or typed in, as one line without its end. */
  readLine: (prompt: string) => Promise<string>;
  say: (line: string) => void;
}

/** The database of a hub: `DATABASE_URL`, or the embedded one of the hub that runs on `HUB_DATA`. */
export function databaseUrl(env: CommandLine['env']): string | null {
  if (env.DATABASE_URL) return env.DATABASE_URL;
  if (!env.HUB_DATA) return null;
  const password = join(env.HUB_DATA, 'postgres.password');
  const pid = join(env.HUB_DATA, 'postgres', 'postmaster.pid');
  if (!existsSync(password) || !existsSync(pid)) return null;
  // Fourth line of postmaster.pid: the port (PostgreSQL documentation, "Database File Layout").
  const port = readFileSync(pid, 'utf8').split('\n')[3]?.trim();
  return `postgres://hall:${readFileSync(password, 'utf8').trim()}@127.0.0.1:${port}/hall`;
}

/** Runs `job` on the hub's database; 2 and one line when there is none. */
export async function withDatabase(
  line: CommandLine,
  job: (db: Kysely<Database>) => Promise<number>,
): Promise<number> {
  const url = databaseUrl(line.env);
  if (url === null) {
    line.say('No database: set DATABASE_URL, or HUB_DATA to the data folder of a hub that is running.');
    return 2;
  }
  const db = connect(url, { error: () => undefined }, 2);
  try {
    return await job(db);
  } catch (e) {
    line.say(`The database cannot be used: ${e instanceof Error ? e.message : String(e)}`);
    return 2;
  } finally {
    await db.destroy();
  }
}
