import { sql } from 'kysely';
import { type TestContext, testContext } from '../../testing/hub.ts';

/** A hub's parts on a real database that holds the test hall, with the clock in the test's hand. */
export interface Parts {
  hub: TestContext;
  /** Moves the clock. */
  pass(ms: number): void;
  close(): Promise<void>;
}

export const START = new Date('2026-03-02T08:00:00.000Z');

export async function consoleParts(): Promise<Parts> {
  let now = START.getTime();
  const hub = await testContext({ now: () => new Date(now) });
  return {
    hub,
    pass: (ms) => {
      now += ms;
    },
    close: () => hub.close(),
  };
}

const WRITTEN = [
  'console_session',
  'console_user',
  'console_attempt',
  'audit',
  'enrolment',
  'terminal',
  'quarantine',
  'inbox',
  'rating',
];

/**
 * Empties what the console and its tests write, the audit log included, which only the database's owner can. Much
 * quicker than another database for each test.
 */
export async function emptyConsole(hub: Pick<TestContext, 'db'>): Promise<void> {
  await hub.db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    for (const table of WRITTEN) await sql`delete from ${sql.table(table)}`.execute(trx);
    await sql`alter sequence audit_id_seq restart`.execute(trx);
  });
}
