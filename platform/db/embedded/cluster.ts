import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { CannotStart, codeOf } from '../../cannot-start.ts';
import { type Account, commandAs, postgresAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';

const run = promisify(execFile);

/** Superuser of the embedded cluster, and its one database. */
const USER = 'hall';
const DATABASE = 'hall';
/** Held by the hub whose cluster this is, so that a second hub does not stop it. */
const OWNER_LOCK = 0x4842_5542;
const PORT_TRIES = 5;
/** What a killed server left behind ends within seconds, each process when it next looks for its parent. */
const ORPHAN_TRIES = 20;
const ORPHAN_WAIT_MS = 500;
/** Recovery after a crash reads at most `max_wal_size`; this is far beyond it. */
const READY_MS = 5 * 60_000;
const POLL_MS = 40;
const STOP_SECONDS = 30;
const MAX_LOG_BYTES = 10_000_000;

/**
 * What differs from PostgreSQL's own defaults. The log must not hold personal data: no statements, no key values.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '60',
  timezone: 'UTC',
  jit: 'off',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export interface ClusterOptions {
  /** Folder of the hub, which is there: the cluster lies in `postgres/`, its password in `postgres.password`, its log in `postgres.log`. */
  dataDir: string;
  /** Server settings over the defaults. */
  settings?: Record<string, string>;
  /** Tests only: do not flush the fresh cluster to disk. */
  noSync?: boolean;
}
export interface Cluster {
  connectionString: string;
  /** Resolves when the server has ended without being asked to. */
  lost: Promise<void>;
  /** Stops the server and waits until its files are closed. */
  stop(): Promise<void>;
}

interface Place {
  dir: string;
  log: string;
  password: string;
  account: Account;
  binaries: Binaries;
}

/**
 * Starts the embedded PostgreSQL; makes its cluster at the first start. What a hub that was killed has left (a running
 * server, a stale postmaster.pid, a half-made cluster) is put in order first. Throws `CannotStart`.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = resolve(options.dataDir);
  const place: Place = {
    dir: join(dataDir, 'postgres'),
    log: join(dataDir, 'postgres.log'),
    password: readPassword(join(dataDir, 'postgres.password')),
    account: postgresAccount(),
    binaries: findBinaries(),
  };
  if (!existsSync(place.dir)) await makeCluster(place, options.noSync ?? false);
  if (!existsSync(join(place.dir, 'PG_VERSION')))
    throw new CannotStart(
      `the database folder ${place.dir} is damaged; restore it from a backup, or move it away`,
    );
  await endLeftServer(place);
  const { child, port } = await startServer(place, { ...SETTINGS, ...options.settings });
  const owner = await takeOwnership(place, port).catch(async (e: unknown) => {
    await stopServer(place);
    throw new CannotStart(`the embedded PostgreSQL cannot be used (${codeOf(e)}); see ${place.log}`);
  });

  let stopping = false;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    connectionString: urlOf(place, port, DATABASE),
    lost: ended.then(() => (stopping ? new Promise<void>(() => undefined) : undefined)),
    async stop() {
      stopping = true;
      await owner.end();
      if (child.exitCode !== null || child.signalCode !== null) return;
      await stopServer(place);
      await ended;
    },
  };
}

const urlOf = (place: Place, port: number, database: string): string =>
  `postgres://${USER}:${place.password}@127.0.0.1:${port}/${database}`;

/** A password that only this machine's hub knows. */
function readPassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

/** Makes the cluster beside its place and moves it there when complete. */
async function makeCluster(place: Place, noSync: boolean): Promise<void> {
  const fresh = `${place.dir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  const passwordFile = `${fresh}-password`;
  writeFileSync(passwordFile, place.password, { mode: 0o600 });
  if (place.account !== null)
    for (const path of [fresh, passwordFile]) chownSync(path, place.account.uid, place.account.gid);
  const args = ['-D', fresh, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
  if (noSync) args.push('--no-sync');
  try {
    await runAs(place, place.binaries.initdb, args, 120_000);
  } catch (e) {
    throw new CannotStart(`the embedded PostgreSQL cannot make its database in ${place.dir}: ${why(e)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, place.dir);
}

async function runAs(place: Place, file: string, args: string[], timeout: number): Promise<void> {
  const { file: program, args: list, ...ids } = commandAs(place.account, file, args, [place.dir]);
  await run(program, list, {
    ...ids,
    timeout,
    cwd: ids.uid === undefined ? process.cwd() : '/',
    env: environment(),
  });
}

/** No setting of this shell may reach the server. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([k]) => !/^(PG|LC_|LANG)/.test(k)));

/** First line of what a program said on stderr. */
function why(e: unknown): string {
  const said = (e as { stderr?: unknown }).stderr;
  const line = typeof said === 'string' ? said.split('\n').find((l) => l.trim() !== '') : undefined;
  return line?.trim() ?? codeOf(e);
}

/** A hub that was killed leaves its server running. `CannotStart` when that hub still lives. */
async function endLeftServer(place: Place): Promise<void> {
  const file = join(place.dir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  if (!pid || !isServer(pid)) {
    rmSync(file, { force: true });
    return;
  }
  if (port && (await isOwned(place, port)))
    throw new CannotStart(`another hub is running on the data folder of ${place.dir}`);
  await stopServer(place);
}

/** Is this process a PostgreSQL? After a restart of the machine its number may be another program's. */
function isServer(pid: number): boolean {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** SQLSTATE of a server that is starting or stopping. */
const NOT_NOW = '57P03';

/** Does a living hub work with this server? In doubt it does: stopping it would harm that hub. */
async function isOwned(place: Place, port: number): Promise<boolean> {
  const client = connection(place, port);
  try {
    await client.connect();
    const { rows } = await client.query('select pg_try_advisory_lock($1) as free', [OWNER_LOCK]);
    return rows[0]?.free !== true;
  } catch (e) {
    return !['ECONNREFUSED', NOT_NOW].includes(codeOf(e));
  } finally {
    await client.end().catch(() => undefined);
  }
}

function connection(place: Place, port: number): pg.Client {
  const client = new pg.Client({
    connectionString: urlOf(place, port, 'postgres'),
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    application_name: 'hall-hub owner',
  });
  client.on('error', () => undefined);
  return client;
}

async function stopServer(place: Place): Promise<void> {
  const args = ['stop', '-D', place.dir, '-m', 'fast', '-w', '-t', String(STOP_SECONDS), '-s'];
  try {
    await runAs(place, place.binaries.pgCtl, args, (STOP_SECONDS + 5) * 1_000);
  } catch (e) {
    if (!existsSync(join(place.dir, 'postmaster.pid'))) return;
    throw new CannotStart(`a PostgreSQL that runs on ${place.dir} does not stop: ${why(e)}`);
  }
}

async function startServer(
  place: Place,
  settings: Record<string, string>,
): Promise<{ child: ChildProcess; port: number }> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    const from = logSize(place.log);
    const child = spawnServer(place, port, settings);
    if (await isReady(place, port, child)) return { child, port };
    const said = readFileSync(place.log, 'utf8').slice(from);
    if (said.includes('could not create any TCP/IP sockets') && tries < PORT_TRIES) continue;
    if (said.includes('pre-existing shared memory block') && tries < ORPHAN_TRIES) {
      await delay(ORPHAN_WAIT_MS);
      continue;
    }
    const line = said.split('\n').find((l) => /FATAL|PANIC/.test(l)) ?? `see ${place.log}`;
    throw new CannotStart(`the embedded PostgreSQL does not start: ${line.trim()}`);
  }
}

function logSize(file: string): number {
  if (!existsSync(file)) return 0;
  if (statSync(file).size > MAX_LOG_BYTES) rmSync(file);
  return existsSync(file) ? readFileSync(file, 'utf8').length : 0;
}

/**
 * In a process group of its own, so that Ctrl-C in a terminal reaches the hub alone, which then stops its server;
 * its log is a file, so that it does not fall with the hub.
 */
function spawnServer(place: Place, port: number, settings: Record<string, string>): ChildProcess {
  const flags = Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
  const args = ['-D', place.dir, '-p', String(port), ...flags];
  const { file, args: list, ...ids } = commandAs(place.account, place.binaries.postgres, args, [place.dir]);
  const log = openSync(place.log, 'a', 0o600);
  try {
    return spawn(file, list, {
      ...ids,
      detached: true,
      stdio: ['ignore', log, log],
      cwd: ids.uid === undefined ? process.cwd() : '/',
      env: environment(),
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? found(address.port) : failed(new Error('no port')),
      );
    });
  });
}

/** Waits until the server lets us in; false when it ended instead. */
async function isReady(place: Place, port: number, child: ChildProcess): Promise<boolean> {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  for (let waited = 0; waited < READY_MS && !ended; waited += POLL_MS) {
    const client = connection(place, port);
    try {
      await client.connect();
      return true;
    } catch {
      await delay(POLL_MS);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  child.kill('SIGINT');
  return false;
}

/** Makes the hub's database at the first start, and holds the owner's lock until it is ended. */
async function takeOwnership(place: Place, port: number): Promise<pg.Client> {
  const client = connection(place, port);
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [OWNER_LOCK]);
  const { rows } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (rows.length === 0) await client.query(`create database ${DATABASE}`);
  return client;
}
