/**
 * The hub as a process. Settings are environment variables (see README.md); the log goes to stderr.
 * Ready: `{"ready":true,"url":…}` as a message to the parent process where there is a channel to it, else as a line on
 * stdout. Exit codes: 0 stopped · 1 cannot go on (a bug, or its database was lost) · 2 cannot start (the last line on
 * stderr says why).
 */
import { CannotStart } from './cannot-start.ts';
import { readConfig } from './config.ts';
import { createLog } from './log/log.ts';
import { keepYoungGenerationSmall } from './memory.ts';
import { type Hub, startHub } from './server.ts';

const EXIT_CANNOT_GO_ON = 1;
const EXIT_CANNOT_START = 2;
const STOP_MS = 5_000;

keepYoungGenerationSmall();

let starting: Promise<Hub> | undefined;
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(code), STOP_MS).unref();
  const hub = await starting?.catch(() => undefined);
  await hub?.close();
  process.exit(code);
}

function refuse(e: unknown): void {
  const why =
    e instanceof CannotStart ? e.message : `the hub failed to start: ${e instanceof Error ? e.stack : e}`;
  process.stderr.write(`hall-hub: ${why}\n`);
  void stop(EXIT_CANNOT_START);
}

function tellReady(url: string): void {
  const message = { ready: true, url };
  if (process.send) process.send(message);
  else process.stdout.write(`${JSON.stringify(message)}\n`);
}

process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
// Whoever started the hub is gone.
process.on('disconnect', () => void stop(0));

try {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  // Nothing durable is lost: whoever supervises the hub starts it again.
  process.on('uncaughtException', (e) => {
    log.fatal({ err: e }, 'hub.bug');
    void stop(EXIT_CANNOT_GO_ON);
  });
  starting = startHub(config, { log, hubKey: process.env.HUB_KEY || undefined });
  const hub = await starting;
  if (config.demo) {
    const { seedDemo } = await import('./demo/seed.ts');
    await seedDemo(hub.context);
    if (config.demoLibrary !== undefined) {
      const { setDemoLibrary } = await import('./demo/certificates.ts');
      await setDemoLibrary(hub.context, config.demoLibrary);
    }
  }
  void hub.lost.then(() => {
    log.fatal({}, 'db.lost');
    void stop(EXIT_CANNOT_GO_ON);
  });
  if (!stopping) tellReady(hub.url);
} catch (e) {
  refuse(e);
}
