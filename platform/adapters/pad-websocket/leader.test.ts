import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { virtualTimers } from '../../testing/virtual-timers.ts';
import { oneOfAll } from './leader.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

function hub() {
  const timers = virtualTimers();
  const leads = { now: 0 };
  const stop = oneOfAll({
    connectionString: database.connectionString,
    lock: 77,
    timers,
    log: pino({ enabled: false }),
    lead: () => {
      leads.now += 1;
      return () => {
        leads.now -= 1;
      };
    },
  });
  return { leads, stop, ask: () => timers.pass(10_000) };
}

test('one leads; when it ends or loses its connection, another follows', async () => {
  const one = hub();
  await vi.waitFor(() => expect(one.leads.now).toBe(1));
  const two = hub();
  two.ask();
  one.ask();
  expect(two.leads.now).toBe(0);
  await one.stop();
  expect(one.leads.now).toBe(0);
  await vi.waitFor(() => {
    two.ask();
    expect(two.leads.now).toBe(1);
  });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'hall-hub leader' and datname = current_database()`.execute(database.db);
  await vi.waitFor(() => expect(two.leads.now).toBe(0));
  await vi.waitFor(() => {
    two.ask();
    expect(two.leads.now).toBe(1);
  });
  await two.stop();
  expect(two.leads.now).toBe(0);
});
