import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ratingBody } from '../../contracts/rating.ts';
import { uuidOf } from '../testing/sample.ts';
import { save, sendable, type TempStore, tempStore } from '../testing/temp-store.ts';
import { openDatabase } from './database.ts';
import type { TerminalStore } from './store.ts';

let temp: TempStore;
let file: string;
beforeEach(() => {
  temp = tempStore();
  file = join(temp.dir, 'terminal.db');
});
afterEach(() => temp.dispose());

/** Many unsent ratings in a database of many pages, quickly. */
function manySaved(store: TerminalStore, count: number): void {
  for (let n = 0; n < count; n += 1) save(store, n);
}
function idsIn(store: TerminalStore): string[] {
  const ids: string[] = [];
  for (let at = 0; ; ) {
    const batch = store.nextBatch(at);
    if (batch.items.length === 0) return ids;
    for (const item of batch.items) ids.push(ratingBody.parse(JSON.parse(item.body)).id);
    at = batch.upTo;
  }
}
/** Overwrites pages near the end of the file. */
function damage(): void {
  const bytes = readFileSync(file);
  bytes.fill(0xff, bytes.length - 3 * 4_096, bytes.length - 4_096);
  writeFileSync(file, bytes);
}

test('a file that is no database is put aside and a new epoch begins', () => {
  const store = temp.open();
  const { epoch } = store;
  store.close();
  writeFileSync(file, Buffer.alloc(8_192, 0x41));
  const again = temp.open();
  expect(again.epoch).not.toBe(epoch);
  expect(again.recovered).toMatchObject({ salvaged: 0 });
  expect(readFileSync(join(temp.dir, again.recovered?.quarantined ?? '', 'terminal.db')).length).toBe(8_192);
  expect(save(again, 1)).toBe(1);
});

test('unsent and dead ratings are saved out of a damaged database, once', () => {
  const store = temp.open();
  manySaved(store, 120);
  store.settle([
    { seq: 1, outcome: 'stored' },
    { seq: 2, outcome: 'rejected', code: 'ingest.badBody' },
  ]);
  store.close();
  damage();
  const again = temp.open();
  const saved = again.recovered?.salvaged ?? 0;
  expect(saved).toBeGreaterThan(60);
  expect(again.queue()).toMatchObject({ ready: saved - 1, dead: 1 });
  expect(again.dead()).toMatchObject([{ code: 'ingest.badBody' }]);
  const ids = idsIn(again);
  expect(new Set(ids).size).toBe(saved - 1);
  expect(ids).not.toContain(uuidOf(0));
  expect(ids).toContain(uuidOf(2));
  expect(again.hasRated('WD-2', 2)).toBe(true);
  const third = temp.reopen(again);
  expect(third.recovered).toBeNull();
  expect(third.queue().ready).toBe(saved - 1);
});

test('rows that are in the log alone are saved out of a damaged database too', () => {
  const first = temp.open();
  manySaved(first, 120);
  first.close();
  const store = temp.open({ checkpointPages: 100_000 });
  for (const name of ['late-1', 'late-2', 'late-3']) save(store, name);
  // As a power cut would leave them: the log is not yet carried over.
  const [main, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
  store.close();
  const middle = Math.floor(main.length / 8_192) * 4_096;
  main.fill(0xff, middle, middle + 4_096);
  writeFileSync(file, main);
  writeFileSync(`${file}-wal`, log);
  const ids = idsIn(temp.open());
  expect(ids.length).toBeGreaterThan(60);
  expect(ids).toEqual(expect.arrayContaining(['late-1', 'late-2', 'late-3'].map(uuidOf)));
});

test('a truncated file is put aside too', () => {
  const store = temp.open();
  manySaved(store, 60);
  store.close();
  truncateSync(file, 5_000);
  expect(temp.open().recovered).not.toBeNull();
});

test('the database of another terminal is put aside, and its unsent ratings go on under this name', () => {
  const store = temp.open();
  save(store, 1);
  store.close();
  const other = temp.open({ terminalId: 'pad-02' });
  expect(other.recovered).toMatchObject({ salvaged: 1 });
  expect(idsIn(other)).toEqual([uuidOf(1)]);
});

test('a row whose bytes were changed goes dead alone', () => {
  const store = temp.open();
  for (const n of [1, 2, 3]) save(store, n);
  store.close();
  const db = new Sqlite(file);
  db.prepare("update outbox set body = x'00112233' where seq = 2").run();
  db.close();
  const again = temp.open();
  expect(sendable(again)).toEqual([1, 3]);
  expect(again.dead()).toEqual([{ seq: 2, kind: 'rating', code: 'store.corrupt' }]);
});

test('a body that was moved to another row does not pass as that row’s', () => {
  const store = temp.open();
  for (const n of [1, 2]) save(store, n);
  store.close();
  const db = new Sqlite(file);
  db.prepare('update outbox set body = (select body from outbox where seq = 1) where seq = 2').run();
  db.close();
  expect(sendable(temp.open())).toEqual([1]);
});

test('a power cut in the middle of putting a database aside loses nothing', () => {
  const store = temp.open({ checkpointPages: 100_000 });
  for (const n of [1, 2, 3]) save(store, n);
  const [main, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
  store.close();
  // The database was moved and its log was not.
  const folder = join(temp.dir, 'quarantine', '20260105T090000000Z');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, main);
  writeFileSync(`${file}-wal`, log);
  renameSync(file, join(folder, 'terminal.db'));
  const again = temp.open();
  expect(again.recovered).toEqual({ quarantined: 'quarantine/20260105T090000000Z', salvaged: 3 });
  expect(idsIn(again)).toEqual([1, 2, 3].map(uuidOf));
  again.close();
  // The rows were saved and the note of it was not made.
  rmSync(join(folder, 'salvaged'));
  const third = temp.open();
  expect(third.recovered).toMatchObject({ salvaged: 0 });
  expect(idsIn(third)).toHaveLength(3);
  expect(existsSync(join(folder, 'salvaged'))).toBe(true);
});

test('every pragma that durability rests on holds on the open connection', () => {
  const options = { dir: temp.dir, terminalId: 'pad-01', newId: () => uuidOf(1), check: 'quick' } as const;
  const opened = openDatabase(options);
  if (!opened.ok) throw new Error(opened.error.code);
  const { db } = opened.value;
  const pragma = (name: string) => db.pragma(name, { simple: true });
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('locking_mode')).toBe('exclusive');
  expect(pragma('foreign_keys')).toBe(1);
  expect(pragma('trusted_schema')).toBe(0);
  expect(pragma('busy_timeout')).toBeGreaterThan(0);
  db.close();
});
