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
