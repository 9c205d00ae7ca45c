import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { CannotStart } from '../cannot-start.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

let open: TestDatabase | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

test('bigint arrives as a number', async () => {
  open = await testDatabase();
  const { rows } = await sql<{ n: unknown }>`select 9007199254740991::bigint as n`.execute(open.db);
  expect(rows[0]?.n).toBe(Number.MAX_SAFE_INTEGER);
  await expect(sql`select 9007199254740993::bigint as n`.execute(open.db)).rejects.toThrow('2^53');
});

test('migrating again changes nothing', async () => {
  open = await testDatabase();
  await migrate(open.db);
  const { rows } = await sql`select name from kysely_migration`.execute(open.db);
  expect(rows).toHaveLength(Object.keys(migrations).length);
});

test('a database from the future is refused in one line', async () => {
  open = await testDatabase();
  await sql`insert into kysely_migration (name, timestamp) values ('999-future', '')`.execute(open.db);
  const refused = await migrate(open.db).catch((e: unknown) => e);
  expect(refused).toBeInstanceOf(CannotStart);
  expect((refused as Error).message).toContain('999-future');
  expect((refused as Error).message).not.toContain('\n');
});

test('a migration that fails leaves nothing behind', async () => {
  open = await testDatabase();
  const broken = {
    ...migrations,
    '999-broken': {
      up: (db: never) =>
        sql`create table left_over (id int)`.execute(db).then(() => sql`nonsense`.execute(db)),
    },
  };
  await expect(migrate(open.db, broken as never)).rejects.toThrow('999-broken');
  const { rows } = await sql<{ found: unknown }>`select to_regclass('left_over') as found`.execute(open.db);
  expect(rows[0]?.found).toBeNull();
});

test('a connection that the server ends in the midst of a transaction ends that transaction and no more', async () => {
  open = await testDatabase();
  const { db } = open;
  const lost = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
    await expect.poll(async () => (await backends(rows[0]?.pid)).length).toBe(0);
    await sql`select 1`.execute(trx);
  });
  await expect(lost).rejects.toThrow();
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db);
  expect(rows).toEqual([{ one: 1 }]);

  async function backends(pid: number | undefined) {
    const found = await sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(db);
    return found.rows;
  }
});
