/**
 * The browser host: the terminal service as a plain Node process that serves its screens on loopback.
 * Usage: node main.js --config <terminal.json> [--web <built renderer>]
 * The data directory is the one that holds terminal.json. Tells `{"ready":true,"url":…}` to the parent over `ipc`, or on stdout.
 * Exit codes: 0 stopped · 2 cannot start (one line on stderr says why) · 3 staff left the kiosk.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadKeyFile, systemClock, systemTimers } from '../sync/index.ts';
import { readTerminalConfig } from './config.ts';
import { watchCrashes } from './devices/crash-guard.ts';
import { createAccess } from './host/access.ts';
import { startBrowserHost } from './host/browser-host.ts';
import { createLog, createRecentLines } from './log.ts';
import { keepHeapSmall } from './memory.ts';
import { startService } from './service.ts';
import { APP_VERSION } from './version.ts';

const EXIT_CANNOT_START = 2;
const EXIT_STAFF = 3;
const STOP_MS = 5_000;

keepHeapSmall();

function refuse(why: string): never {
  process.stderr.write(`hall-terminal: ${why}\n`);
  process.exit(EXIT_CANNOT_START);
}

const { values } = parseArgs({ options: { config: { type: 'string' }, web: { type: 'string' } } });
if (values.config === undefined) refuse('--config <terminal.json> is missing');
const configPath = resolve(values.config);
const config = readTerminalConfig(configPath);
if (!config.ok) refuse(config.error.detail ?? config.error.code);
const dir = dirname(configPath);
const recent = createRecentLines();
const log = createLog((line) => {
  process.stderr.write(line);
  recent.add(line);
});
watchCrashes(process);
const clock = systemClock();

const key = loadKeyFile(join(dir, 'store.key'));
if (!key.ok) refuse(key.error.detail ?? key.error.code);
/** Built pages and flow documents lie beside the built service. */
const here = dirname(fileURLToPath(import.meta.url));
const started = startService({
  config: config.value,
  dir,
  app: APP_VERSION,
  flowsDir: join(here, '../flows'),
  clock,
  timers: systemTimers(),
  key: key.value,
  recentLog: recent.lines,
  onExit: () => void stop(EXIT_STAFF),
  log,
});
if (!started.ok) refuse(`${started.error.code}: ${started.error.detail ?? 'the store cannot be opened'}`);
const service = started.value;

let hostOrigin = '';
/** Where the next browser enters: for the script that opens it after a crash of the browser. */
const urlFile = join(dir, 'browser-url');
const access = createAccess(key.value, (token) => {
  if (hostOrigin !== '') writeFileSync(urlFile, `${hostOrigin}/?token=${token}\n`, { mode: 0o600 });
});
const host = await startBrowserHost({
  router: service.router,
  access,
  host: config.value.host,
  port: config.value.port,
  role: config.value.role,
  webRoot: resolve(values.web ?? join(here, '../renderer')),
  log,
});
if (!host.ok) {
  await service.stop();
  refuse(host.error.detail ?? host.error.code);
}
hostOrigin = host.value.origin;
const url = `${hostOrigin}/?token=${access.token()}`;
writeFileSync(urlFile, `${url}\n`, { mode: 0o600 });
const ready = { ready: true, url };
if (process.send === undefined) process.stdout.write(`${JSON.stringify(ready)}\n`);
else process.send(ready);

let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(code), STOP_MS).unref();
  if (host.ok) await host.value.close();
  await service.stop();
  process.exit(code);
}
process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
// Whoever started this process is gone.
process.on('disconnect', () => void stop(0));
