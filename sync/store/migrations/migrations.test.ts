import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleMaterial } from '../../testing/sample-material.ts';
import { save, sendable, TEST_KEY, type TempStore, tempStore } from '../../testing/temp-store.ts';
import { buildFixture, FIXTURE_EPOCH, FIXTURE_FINDS, FIXTURE_READY, FIXTURES } from './fixtures.ts';
import { MIGRATIONS, migrate, SCHEMA_VERSION, schemaVersion } from './index.ts';

let temp: TempStore;
beforeEach(() => {
  temp = tempStore();
});
afterEach(() => temp.dispose());
const withFile = (work: (db: Sqlite.Database) => void): void => {
  const db = new Sqlite(join(temp.dir, 'terminal.db'));
  db.pragma('journal_mode = WAL');
  work(db);
  db.close();
};

test('every version has a fixture', () => {
  expect(FIXTURES).toHaveLength(MIGRATIONS.length);
});

describe.each(FIXTURES.map((_, i) => i + 1))('a database of version %i', (version) => {
  beforeEach(() => withFile((db) => buildFixture(db, version, TEST_KEY)));

  test('opens with every row as it was', () => {
    const store = temp.open();
    expect(store.epoch).toBe(FIXTURE_EPOCH);
    expect(store.recovered).toBeNull();
    expect(store.nextBatch(0).items.map((i) => [i.seq, i.body])).toEqual([...FIXTURE_READY]);
    expect(store.nextBatch(0).items[0]?.at).toMatchObject({ ms: 1_767_603_602_000, clock: 'anchor' });
    const finds = FIXTURE_FINDS[version - 1];
    if (finds === undefined) throw new Error('nothing is said of this version');
    expect(store.dead()).toEqual(finds.dead);
    expect(save(store, 'next')).toBe(finds.last + 1);
    // Of the acknowledged rows the hub lost the second.
    store.reconcile([[1, 5]], 1_767_603_800_000);
    expect(sendable(store)).toEqual([...finds.after, finds.last + 1]);
  });

  test('takes materials, and keeps of the blobs those that a material names', async () => {
    const store = temp.open();
    expect(store.blobs.held()).toEqual(version < 2 ? [] : ['7'.repeat(64)]);
    expect(store.blobUsage().bytes).toBe(version < 2 ? 0 : 6);
    const { body, blobs } = sampleMaterial('after the migration');
    expect(await store.saveMaterial(body, blobs)).toMatchObject({ ok: true });
    expect(store.blobs.waiting().map((b) => b.sha256)).toEqual([body.document.sha256]);
  });

  test('has the schema that a new database has', () => {
    temp.open().close();
    const schemaOf = (db: Sqlite.Database) =>
      db.prepare('select type, name, sql from sqlite_master order by name').all();
    const fresh = new Sqlite(':memory:');
    migrate(fresh);
    withFile((db) => {
      expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
      expect(schemaOf(db)).toEqual(schemaOf(fresh));
    });
    fresh.close();
  });
});

test('a database of a newer version is refused and left as it is', () => {
  temp.open().close();
  withFile((db) => db.pragma(`user_version = ${SCHEMA_VERSION + 1}`));
  expect(temp.tryOpen()).toMatchObject({ ok: false, error: { code: 'store.future' } });
  withFile((db) => {
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION + 1);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  });
  // The refusal let go of the directory.
  expect(temp.tryOpen().ok).toBe(true);
});

test('a step that fails leaves the version before it, whole', () => {
  const db = new Sqlite(':memory:');
  const steps = [MIGRATIONS[0] ?? '', 'create table extra (a) strict; nonsense'];
  expect(() => migrate(db, steps)).toThrow();
  expect(schemaVersion(db)).toBe(1);
  expect(db.prepare("select count(*) from sqlite_master where name = 'extra'").pluck().get()).toBe(0);
  db.close();
});

test('every table is strict', () => {
  const db = new Sqlite(':memory:');
  migrate(db);
  const tables = db
    .prepare("select name, strict from pragma_table_list where name not like 'sqlite_%'")
    .all();
  expect(tables.length).toBeGreaterThan(5);
  for (const t of tables) expect(t).toMatchObject({ strict: 1 });
  db.close();
});
