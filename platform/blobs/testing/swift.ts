import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { parseS3Url } from '../s3-url.ts';
import { scratch } from './store-suite.ts';

/**
 * OpenStack Swift with its S3 API, as Debian packages it: an object store that is in service elsewhere and was not made
 * for tests. One process each for proxy, accounts, containers and objects, in a temporary folder on loopback.
 */
export const SWIFT_PACKAGES = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'];

const RINGS = ['account', 'container', 'object'] as const;
const READY_MS = 60_000;
const BUCKET = 'materials';
const programs = ['swift-ring-builder', 'swift-proxy-server', ...RINGS.map((r) => `swift-${r}-server`)];

const pathOf = (program: string): string | undefined =>
  ['/usr/bin', '/usr/local/bin'].map((folder) => join(folder, program)).find((file) => existsSync(file));

/** Why it cannot run here; null: it can. */
export const noSwift = (): string | null =>
  programs.every((p) => pathOf(p) !== undefined)
    ? null
    : `no S3 server here; on Debian: apt-get install ${SWIFT_PACKAGES.join(' ')}`;

export interface RunningSwift {
  /** With a bucket that is there. */
  s3Url: string;
  /** Nobody answers any more … */
  stop(): void;
  /** … and again, at the same address with the same bytes. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startSwift(): Promise<RunningSwift> {
  const { dir, remove } = scratch('swift');
  const etc = join(dir, 'etc');
  mkdirSync(etc);
  mkdirSync(join(dir, 'srv', 'disk'), { recursive: true });
  writeFileSync(
    join(etc, 'swift.conf'),
    '[swift-hash]\nswift_hash_path_suffix = hall\n[storage-policy:0]\nname = one\ndefault = yes\n',
  );
  const [proxy = 0, ...ports] = await freePorts(4);
  const servers: ChildProcess[] = [];
  for (const [i, ring] of RINGS.entries()) {
    const port = ports[i] ?? 0;
    const build = (...args: string[]) =>
      execFileSync(pathOf('swift-ring-builder') ?? '', [join(etc, `${ring}.builder`), ...args], {
        stdio: 'ignore',
      });
    build('create', '4', '1', '0');
    build('add', `r1z1-127.0.0.1:${port}/disk`, '1');
    build('rebalance');
    const app = `[pipeline:main]\npipeline = ${ring}-server\n[app:${ring}-server]\nuse = egg:swift#${ring}\n`;
    servers.push(
      start(
        dir,
        ring,
        `${common(dir, port)}devices = ${join(dir, 'srv')}\nmount_check = false\ndisable_fallocate = true\n${app}`,
      ),
    );
  }
  const startProxy = (): ChildProcess => start(dir, 'proxy', common(dir, proxy) + PROXY);
  servers.push(startProxy());
  const s3Url = `s3://hall%3Ablobs:secret@127.0.0.1:${proxy}/${BUCKET}?tls=0`;
  const close = async (): Promise<void> => {
    for (const server of servers) server.kill('SIGKILL');
    await Promise.all(servers.map(ended));
    remove();
  };
  process.once('exit', () => {
    for (const server of servers) server.kill('SIGKILL');
  });
  try {
    await makeBucket(s3Url);
  } catch (e) {
    const log = readFileSync(join(dir, 'proxy.log'), 'utf8').slice(-2_000);
    await close();
    throw new Error(`Swift did not come up: ${log}`, { cause: e });
  }
  return {
    s3Url,
    stop: () => void servers.pop()?.kill('SIGKILL'),
    async start() {
      servers.push(startProxy());
      await makeBucket(s3Url);
    },
    close,
  };
}

const common = (dir: string, port: number): string =>
  `[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = ${port}\nworkers = 0\nuser = ${accountName()}\nswift_dir = ${join(dir, 'etc')}\nlog_level = WARNING\n`;
const accountName = (): string => execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();

const PROXY = `[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth copy slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_hall_blobs = secret .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
`;

function start(dir: string, server: string, config: string): ChildProcess {
  const file = join(dir, 'etc', `${server}-server.conf`);
  writeFileSync(file, config);
  const log = openSync(join(dir, `${server}.log`), 'a');
  return spawn(pathOf(`swift-${server}-server`) ?? '', [file], { stdio: ['ignore', log, log] });
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

async function makeBucket(s3Url: string): Promise<void> {
  const { endpoint, region, bucket, ...credentials } = parseS3Url(s3Url);
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
  const until = Date.now() + READY_MS;
  /** Every server has answered when an object has come and gone. */
  const use = async (): Promise<void> => {
    await client.send(new CreateBucketCommand({ Bucket: bucket })).catch((e: Error) => {
      if (!e.name.startsWith('BucketAlready')) throw e;
    });
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'ready', Body: 'x' }));
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'ready' }));
  };
  try {
    for (;;) {
      try {
        return await use();
      } catch (e) {
        if (Date.now() > until) throw e;
        await delay(250);
      }
    }
  } finally {
    client.destroy();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
        ),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
