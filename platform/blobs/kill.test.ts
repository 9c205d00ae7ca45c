import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { createSecrets } from '../secrets.ts';
import { newToken } from '../terminals/proof.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { seedHall } from '../testing/hall.ts';
import { addTerminal } from '../testing/terminals.ts';
import { samplePdf, sha256Of } from './testing/samples.ts';
import { scratch } from './testing/store-suite.ts';
import { sha256Metadata, type Uploader, uploaderWith, uploadId } from './testing/terminal.ts';

/** A hub that is killed (SIGKILL) around a commit or in a PATCH, and starts again on the same database and folder. */
const CHILD = join(import.meta.dirname, 'testing/mortal-hub.ts');

const { dir, remove } = scratch('mortal-hub');
let database: TestDatabase;
let token: string;
let hub: { child: ChildProcess; me: Uploader; ended: Promise<void> };
beforeAll(async () => {
  database = await testDatabase();
  const context = { db: database.db, now: () => new Date(), secrets: createSecrets(Buffer.alloc(32, 7)) };
  await seedHall(context);
  const terminal = await addTerminal(context);
  const row = await database.db.selectFrom('terminal').select('enrolled_at').executeTakeFirstOrThrow();
  token = newToken(context, { terminalId: terminal.id, enrolledMs: row.enrolled_at?.getTime() ?? 0 });
  mkdirSync(join(dir, 'hub'));
  await start();
});
afterAll(async () => {
  hub?.child.kill('SIGKILL');
  await hub?.ended;
  await database?.close();
  remove();
});

async function start(): Promise<void> {
  const child = fork(CHILD, [database.connectionString, join(dir, 'hub')], { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { url } = await message<{ url: string }>(child);
  hub = { child, me: uploaderWith(url, 'pad-01', token), ended };
}
const message = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (m) => resolve(m as T));
    child.once('exit', () => reject(new Error('the hub ended')));
  });
/** Arms the hub, makes the call that kills it, and starts it again. */
async function dieIn(killAt: string, nth: number, work: () => Promise<unknown>): Promise<void> {
  const armed = message(hub.child);
  hub.child.send({ killAt, nth });
  await armed;
  await expect(work()).rejects.toThrow();
  await hub.ended;
  await start();
}

const blobs = (): string => join(dir, 'hub', 'blobs');
const stored = (sha256: string): Buffer => readFileSync(join(blobs(), sha256.slice(0, 2), sha256));
const isCommitted = async (sha256: string): Promise<boolean> =>
  (await database.db
    .selectFrom('blob')
    .select('size')
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .executeTakeFirst()) !== undefined;
let seed = 0;
const newBytes = (size: number): Buffer => {
  seed += 1;
  return samplePdf(size, seed);
};

describe('killed in a commit', () => {
  test.each([
    ['before it looks for what is staged', 'sql select', 2, false],
    ['as its transaction begins', 'sql begin', 1, false],
    ['as it makes the folder', 'mkdir', 1, false],
    ['before the bytes are flushed', 'sync', 2, false],
    ['before they take their name', 'rename', 1, false],
    ['before the name is durable', 'sync', 3, false],
    ['before the row', 'sql insert into "blob"', 1, false],
    ['before COMMIT', 'sql commit', 1, false],
    ['after COMMIT, before the answer', 'sql delete from "blob_upload"', 1, true],
    ['as it clears up', 'rm', 1, true],
    ['as it clears up, a step later', 'rm', 2, true],
  ])('%s', async (_, killAt, nth, known) => {
    const bytes = newBytes(200_000);
    const sha256 = sha256Of(bytes);
    const id = uploadId(await hub.me.create(bytes.length, sha256Metadata(sha256)));
    expect((await hub.me.patch(id, 0, bytes)).status).toBe(204);
    await dieIn(killAt, nth, () => hub.me.commit(sha256, bytes.length, id));

    expect(await isCommitted(sha256)).toBe(known);
    expect(await hub.me.has(sha256)).toBe(known);
    // A row promises bytes.
    if (known) expect(sha256Of(stored(sha256))).toBe(sha256);
    for (let n = 0; n < 2; n += 1) expect((await hub.me.commit(sha256, bytes.length, id)).status).toBe(200);
    expect(sha256Of(stored(sha256))).toBe(sha256);
    expect(await database.db.selectFrom('blob_upload').select('id').execute()).toEqual([]);
    // At most a file without an upload is left, for the sweep.
    if (killAt !== 'rm')
      expect(readdirSync(join(blobs(), 'staged')).filter((n) => n.startsWith(id))).toEqual([]);
  });
});

describe('killed in a PATCH', () => {
  test.each([
    ['while it writes', 'writev()', 2],
    ['before the bytes are flushed', 'datasync()', 1],
    ['before the offset is written', 'write()', 1],
  ])('%s: it resumes at the last whole offset', async (_, killAt, nth) => {
    const bytes = newBytes(2 * BLOB_CHUNK_BYTES + 5);
    const sha256 = sha256Of(bytes);
    const id = uploadId(await hub.me.create(bytes.length, sha256Metadata(sha256)));
    const chunk = (at: number) =>
      hub.me.patch(id, at, bytes.subarray(at, Math.min(bytes.length, at + BLOB_CHUNK_BYTES)));
    expect((await chunk(0)).status).toBe(204);
    await dieIn(killAt, nth, () => chunk(BLOB_CHUNK_BYTES));

    const offset = await hub.me.offset(id);
    expect(offset).toBe(BLOB_CHUNK_BYTES);
    expect((await chunk(BLOB_CHUNK_BYTES)).status).toBe(204);
    expect((await chunk(2 * BLOB_CHUNK_BYTES)).status).toBe(204);
    expect((await hub.me.commit(sha256, bytes.length, id)).status).toBe(200);
    expect(sha256Of(stored(sha256))).toBe(sha256);
  });
});

test('killed late in a long PATCH: what was recorded within it stays', async () => {
  const bytes = newBytes(5 * BLOB_CHUNK_BYTES);
  const sha256 = sha256Of(bytes);
  const id = uploadId(await hub.me.create(bytes.length, sha256Metadata(sha256)));
  // At its 34th write of half a MiB: 16.5 MiB came before it, of which 4 MiB may not be recorded.
  await dieIn('writev()', 34, () => hub.me.patch(id, 0, bytes));
  const offset = Number(await hub.me.offset(id));
  expect(offset).toBeGreaterThanOrEqual(3 * BLOB_CHUNK_BYTES);
  expect((await hub.me.patch(id, offset, bytes.subarray(offset))).status).toBe(204);
  expect((await hub.me.commit(sha256, bytes.length, id)).status).toBe(200);
  expect(sha256Of(stored(sha256))).toBe(sha256);
});

describe('killed in a PUT', () => {
  test.each([
    ['before the bytes are flushed', 'sync'],
    ['before they take their name', 'rename'],
  ])('%s: nothing is staged, and it is put again', async (_, killAt) => {
    const bytes = newBytes(100_000);
    const sha256 = sha256Of(bytes);
    await dieIn(killAt, 1, () => hub.me.put(bytes));
    expect((await hub.me.commit(sha256, bytes.length)).status).toBe(404);
    expect((await hub.me.put(bytes)).status).toBe(204);
    expect((await hub.me.commit(sha256, bytes.length)).status).toBe(200);
    expect(sha256Of(stored(sha256))).toBe(sha256);
  });
});
