import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { startCluster } from '../db/embedded/cluster.ts';
import { migrate } from '../db/migrate.ts';
import { connect } from '../db/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection to the run's PostgreSQL, as its superuser. */
    hallPostgres: string;
  }
}

/** Cloned by `testDatabase()`. */
export const TEMPLATE = 'hall_template';

/** One real PostgreSQL for the whole run, in a temporary folder. Nothing in it has to survive, so it does not flush. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hall-test-'));
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const cluster = await startCluster({ dataDir, settings, noSync: true });
  const client = new pg.Client(cluster.connectionString);
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = new URL(cluster.connectionString);
  template.pathname = `/${TEMPLATE}`;
  const db = connect(template.href, pino({ enabled: false }), 1);
  await migrate(db);
  await db.destroy();
  project.provide('hallPostgres', cluster.connectionString);
  return async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
