import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CannotStart } from '../../cannot-start.ts';
import { type Cluster, startCluster } from './cluster.ts';

let dataDir = '';
let running: Cluster[] = [];
beforeEach(() => {
  // Private to the hub's account, as a temporary or a home folder is: the server has to reach it all the same.
  dataDir = mkdtempSync(join(tmpdir(), 'hall-cluster-'));
});
afterEach(async () => {
  for (const cluster of running) await cluster.stop();
  running = [];
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<Cluster> {
  const cluster = await startCluster({ dataDir, noSync: true });
  running.push(cluster);
  return cluster;
}
async function ask(cluster: Cluster, text: string): Promise<unknown[][]> {
  const client = new pg.Client(cluster.connectionString);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}
const serverPid = (): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
const password = (): string => readFileSync(join(dataDir, 'postgres.password'), 'utf8');

test('it is durable, private, and keeps what it holds over a stop', async () => {
  const first = await start();
  expect(await ask(first, 'show fsync')).toEqual([['on']]);
  expect(await ask(first, 'show synchronous_commit')).toEqual([['on']]);
  expect(await ask(first, 'show data_checksums')).toEqual([['on']]);
  expect(await ask(first, 'show listen_addresses')).toEqual([['127.0.0.1']]);
  const stranger = new pg.Client(first.connectionString.replace(password(), 'guess'));
  await expect(stranger.connect()).rejects.toThrow('password');
  if (process.platform !== 'win32')
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
  await ask(first, 'create table kept as select 1 as n');
  await first.stop();
  running = [];
  expect(await ask(await start(), 'select n from kept')).toEqual([[1]]);
});

test('a second hub on the same folder is refused and does the first no harm', async () => {
  const first = await start();
  await expect(startCluster({ dataDir })).rejects.toThrow(CannotStart);
  expect(await ask(first, 'select 1')).toEqual([[1]]);
});

test('a server that was killed is noticed, and its stale lock file stops nobody', async () => {
  const first = await start();
  await ask(first, 'create table kept as select 2 as n');
  process.kill(serverPid(), 'SIGKILL');
  await first.lost;
  await first.stop();
  running = [];
  expect(await ask(await start(), 'select n from kept')).toEqual([[2]]);
});

test('a lock file that names another program’s process stops nobody', async () => {
  await (await start()).stop();
  running = [];
  writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n${dataDir}\n0\n5432\n`);
  expect(await ask(await start(), 'select 1')).toEqual([[1]]);
});

test('a first start that was cut off is begun anew', async () => {
  mkdirSync(join(dataDir, 'postgres.new'));
  writeFileSync(join(dataDir, 'postgres.new', 'half'), '');
  expect(await ask(await start(), 'select 1')).toEqual([[1]]);
});

test('a database folder that lost files is refused, never made anew', async () => {
  await (await start()).stop();
  running = [];
  rmSync(join(dataDir, 'postgres', 'PG_VERSION'));
  await expect(start()).rejects.toThrow('damaged');
  expect(statSync(join(dataDir, 'postgres', 'base')).isDirectory()).toBe(true);
});

test('the server’s log quotes no statement and no value', async () => {
  const cluster = await start();
  await ask(cluster, 'create table person (no text primary key)');
  await ask(cluster, `insert into person values ('110101199001011234')`);
  await expect(ask(cluster, `insert into person values ('110101199001011234')`)).rejects.toThrow();
  expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain('110101199001011234');
});
