/**
 * A hub in a process of its own that dies where it is told to: run with the URL of a migrated database, a data folder
 * and a port. `{killAt: <point>, nth}` as a message arms it; then the process is killed as it is about to make that
 * call for the nth time. Points: a function of `node:fs/promises`, a method of its file handles, or `sql <text>` for a
 * statement that begins so.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';
import { pino } from 'pino';
import { hubConfig } from '../../../contracts/config.ts';

const [databaseUrl = '', dataDir = '', port = '0'] = process.argv.slice(2);

let armed: { killAt: string; nth: number } | undefined;
process.on('message', (message: typeof armed) => {
  armed = message;
  process.send?.({ armed: true });
});
process.on('disconnect', () => process.exit(0));
function pass(point: string): void {
  if (armed === undefined || !point.startsWith(armed.killAt)) return;
  armed.nth -= 1;
  if (armed.nth === 0) process.kill(process.pid, 'SIGKILL');
}

type Any = Record<string, (...args: unknown[]) => unknown>;
function watch(object: object, names: string[], pointOf: (name: string, args: unknown[]) => string): void {
  const target = object as Any;
  for (const name of names) {
    const original = target[name];
    if (original === undefined) throw new Error(`no ${name} to watch`);
    target[name] = function (this: unknown, ...args) {
      pass(pointOf(name, args));
      return original.apply(this, args);
    };
  }
}
watch(fs, ['mkdir', 'rename', 'rm'], (name) => name);
syncBuiltinESMExports();
const probe = await fs.open(import.meta.filename);
watch(Object.getPrototypeOf(probe), ['sync', 'datasync', 'write', 'writev'], (name) => `${name}()`);
await probe.close();
watch(pg.Client.prototype, ['query'], (_, [query]) => {
  const text = typeof query === 'string' ? query : (query as { text?: unknown } | null)?.text;
  return `sql ${String(text)}`;
});

const { connect } = await import('../../db/postgres.ts');
const { startHub } = await import('../../server.ts');
const log = pino({ enabled: false });
const db = connect(databaseUrl, log);
const hub = await startHub(hubConfig.parse({ dataDir, port: Number(port), logLevel: 'silent' }), {
  log,
  jobs: false,
  hubKey: '07'.repeat(32),
  database: {
    db,
    connectionString: databaseUrl,
    lost: new Promise(() => undefined),
    close: () => db.destroy(),
  },
});
process.send?.({ url: hub.url });
