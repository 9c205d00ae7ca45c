import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as electron from 'electron';
import { EXIT } from './exit-codes.ts';
import { readCommandLine, readSettings } from './settings.ts';
import { startShell } from './shell.ts';
import { realTimers } from './timers.ts';
import { feedWatchdog, notifySystemd, watchdogIntervalMs } from './watchdog.ts';

/** Electron's main process: hands the real objects to `startShell`. Built into `dist/electron/`, beside which lie `dist/renderer` and `dist/terminal`. */

const { app } = electron;
const log = (event: string, data: Record<string, unknown> = {}): void => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...data })}\n`);
};

// A bug in main: Electron would open a dialog over the kiosk. End instead; whoever started us starts us again.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log('shell.bug', {
      error: error instanceof Error ? `${error.name}: ${error.stack ?? ''}` : typeof error,
    });
    app.exit(EXIT.restart);
  });
}

const commandLine = readCommandLine(process.argv, process.env, process.platform, app.isPackaged);
const configPath = resolve(commandLine.configPath);
const dataDir = dirname(configPath);
if (existsSync(dataDir)) app.setPath('userData', join(dataDir, 'shell'));

const settings = readSettings(configPath);
if (!settings.ok) log('shell.badConfig', { ...settings.error });

const here = import.meta.dirname;
const renderer = join(here, '..', 'renderer');
const shell = startShell(electron, {
  paths: {
    renderer,
    fault: join(here, 'fault'),
    preload: join(here, 'preload.cjs'),
    service: join(here, '..', 'terminal', 'utility.js'),
    config: configPath,
  },
  settings: settings.ok ? settings.value : null,
  rendererPresent: existsSync(join(renderer, 'index.html')),
  windowed: commandLine.windowed,
  timers: realTimers,
  now: () => performance.now(),
  random: Math.random,
  log,
});

const intervalMs = watchdogIntervalMs(process.env);
if (shell !== null && intervalMs !== null) {
  feedWatchdog({
    intervalMs,
    timers: realTimers,
    alive: shell.alive,
    notify: () => notifySystemd(() => log('shell.watchdogNotFed')),
  });
}
