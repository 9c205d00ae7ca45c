/**
 * The terminal service inside Electron's utility process: `utility.js --config <terminal.json>`.
 * The data directory is the one that holds terminal.json. Speaks `contracts/shell.ts` with the shell.
 * Exit codes as in `main.ts`: 0 stopped · 2 cannot start.
 */
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { RPCHandler } from '@orpc/server/message-port';
import { type FromService, toService } from '../contracts/shell.ts';
import { systemClock, systemTimers } from '../sync/index.ts';
import { readTerminalConfig } from './config.ts';
import { watchCrashes } from './devices/crash-guard.ts';
import { createLog, createRecentLines } from './log.ts';
import { keepHeapSmall } from './memory.ts';
import { logFailures } from './rpc-log.ts';
import { startService } from './service.ts';
import { APP_VERSION } from './version.ts';

const EXIT_CANNOT_START = 2;
const HEARTBEAT_MS = 1_000;

type Port = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0] & { start?: () => void };
/** Electron's `process.parentPort`; Electron itself is imported in `electron/` alone. */
interface ParentPort {
  on(event: 'message', listener: (e: { data: unknown; ports: Port[] }) => void): void;
  postMessage(message: FromService): void;
}

keepHeapSmall();
const recent = createRecentLines();
const log = createLog((line) => {
  process.stderr.write(line);
  recent.add(line);
});
watchCrashes(process);
function refuse(why: string): never {
  process.stderr.write(`hall-terminal: ${why}\n`);
  process.exit(EXIT_CANNOT_START);
}

const shell = (process as unknown as { parentPort?: ParentPort }).parentPort;
if (shell === undefined) refuse('utility.js runs only inside the shell');
const { values } = parseArgs({ options: { config: { type: 'string' } }, strict: false });
if (typeof values.config !== 'string') refuse('--config <terminal.json> is missing');
const configPath = resolve(values.config);
const config = readTerminalConfig(configPath);
if (!config.ok) refuse(config.error.detail ?? config.error.code);

const started = startService({
  config: config.value,
  dir: dirname(configPath),
  app: APP_VERSION,
  flowsDir: join(import.meta.dirname, '../flows'),
  clock: systemClock(),
  timers: systemTimers(),
  recentLog: recent.lines,
  onExit: () => shell.postMessage({ type: 'exit-requested' }),
  log,
});
if (!started.ok) refuse(`${started.error.code}: ${started.error.detail ?? 'the store cannot be opened'}`);
const service = started.value;
const handler = new RPCHandler(service.router, { clientInterceptors: [logFailures(log)] });

shell.on('message', (e) => {
  const message = toService.safeParse(e.data);
  if (!message.success) {
    log('shell.badMessage');
    return;
  }
  if (message.data.type === 'shutdown') {
    void service.stop().then(() => process.exit(0));
    return;
  }
  const port = e.ports[0];
  if (port === undefined) return;
  handler.upgrade(port);
  port.start?.();
});
setInterval(
  () => shell.postMessage({ type: 'heartbeat', rendererMs: service.rendererAgeMs() }),
  HEARTBEAT_MS,
).unref();
shell.postMessage({ type: 'ready' });
