import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { scratch } from './store-suite.ts';

/** The test file of the anti-virus makers, in pieces, so that no scanner finds it in this one. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-', 'TEST-FILE!$H+H*'].join(''),
);

export interface ClamdLike {
  address: { host: string; port: number };
  /** Contents that were streamed whole, in order. */
  seen: Buffer[];
  close(): Promise<void>;
}

/**
 * Speaks the wire of clamd's INSTREAM by its manual, not by the client: what it does with content is the test's to say.
 * `null`: no answer · `hang up`: ends the connection · text: the answer, without its NUL.
 */
export async function clamdLike(
  answer: (content: Buffer) => string | null | 'hang up',
  options: { most?: number } = {},
): Promise<ClamdLike> {
  const seen: Buffer[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    let held = Buffer.alloc(0);
    let content = Buffer.alloc(0);
    let began = false;
    socket.on('data', (part) => {
      held = Buffer.concat([held, part]);
      if (!began) {
        const end = held.indexOf(0);
        if (end < 0) return;
        if (held.toString('latin1', 0, end) !== 'zINSTREAM') return void socket.end('UNKNOWN COMMAND\0');
        held = held.subarray(end + 1);
        began = true;
      }
      while (held.length >= 4) {
        const length = held.readUInt32BE(0);
        if (held.length < 4 + length) return;
        if (length === 0) {
          seen.push(content);
          const said = answer(content);
          if (said === 'hang up') socket.destroy();
          else if (said !== null) socket.end(`${said}\0`);
          return;
        }
        content = Buffer.concat([content, held.subarray(4, 4 + length)]);
        held = held.subarray(4 + length);
        if (content.length > (options.most ?? Number.POSITIVE_INFINITY))
          return void socket.end('INSTREAM size limit exceeded. ERROR\0');
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    seen,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of open) socket.destroy();
      }),
  };
}

const CLAMD = '/usr/sbin/clamd';
/** Why the real one cannot run here; null: it can. */
export const noClamd = (): string | null =>
  existsSync(CLAMD) ? null : 'no clamd here; on Debian: apt-get install clamav-daemon';

/** ClamAV's own daemon on a socket, with one signature: the test file's. Real databases come from its network. */
export async function startClamd(streamMax = '2M'): Promise<{ path: string; close(): Promise<void> }> {
  const { dir, remove } = scratch('clamd');
  mkdirSync(join(dir, 'db'));
  writeFileSync(join(dir, 'db', 'test.ndb'), `Eicar-Test-Signature:0:*:${EICAR.toString('hex')}\n`);
  const path = join(dir, 'clamd.sock');
  const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
  const config = [
    `LocalSocket ${path}`,
    `DatabaseDirectory ${join(dir, 'db')}`,
    'Foreground yes',
    `User ${user}`,
    `StreamMaxLength ${streamMax}`,
    'MaxThreads 2',
  ];
  writeFileSync(join(dir, 'clamd.conf'), `${config.join('\n')}\n`);
  const log = openSync(join(dir, 'clamd.log'), 'a');
  const child = spawn(CLAMD, ['--config-file', join(dir, 'clamd.conf')], { stdio: ['ignore', log, log] });
  process.once('exit', () => child.kill('SIGKILL'));
  const until = Date.now() + 30_000;
  while (!existsSync(path)) {
    if (Date.now() > until || child.exitCode !== null)
      throw new Error(`clamd did not come up: ${readFileSync(join(dir, 'clamd.log'), 'utf8')}`);
    await delay(100);
  }
  return {
    path,
    async close() {
      child.kill('SIGKILL');
      await new Promise((ended) => child.once('exit', ended));
      remove();
    },
  };
}
