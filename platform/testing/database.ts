import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { connect } from '../db/postgres.ts';
import type { Database } from '../db/schema.ts';
import { TEMPLATE } from './global-setup.ts';

export interface TestDatabase {
  db: Kysely<Database>;
  connectionString: string;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
}

/** A fresh database with every migration and no row, on the run's own PostgreSQL. */
export async function testDatabase(): Promise<TestDatabase> {
  const admin = inject('hallPostgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(admin, `create database ${name} template ${TEMPLATE}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  const db = connect(url.href, pino({ enabled: false }), 8);
  return {
    db,
    connectionString: url.href,
    async close() {
      await db.destroy();
      await query(admin, `drop database ${name} with (force)`);
    },
  };
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client(connectionString);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
