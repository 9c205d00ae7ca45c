import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
const READY_MS = 60_000;
const STOP_MS = 15_000;

/** A service of the product in a process of its own, as `npm start` runs it. */
export interface Service {
  url: string;
  pid: number;
  /** In order. */
  stop(): Promise<void>;
  /** SIGKILL: the power cut of a process. */
  kill(): Promise<void>;
}

export function startService(args: string[], env: NodeJS.ProcessEnv, logFile: string): Promise<Service> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = (chunk: Buffer): void => appendFileSync(logFile, chunk);
  child.stdout?.on('data', log);
  child.stderr?.on('data', log);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${args[0]} is not ready after ${READY_MS} ms; see ${logFile}`)),
      READY_MS,
    );
    child.once('exit', (code) =>
      reject(new Error(`${args[0]} ended with ${code} before it was ready: ${lastLines(logFile)}`)),
    );
    child.on('message', (message: { ready?: true; url?: string }) => {
      if (message.ready !== true || message.url === undefined) return;
      clearTimeout(timer);
      resolve({
        url: message.url,
        pid: child.pid ?? 0,
        stop: () => end(child, 'SIGTERM'),
        kill: () => end(child, 'SIGKILL'),
      });
    });
  });
}

/** What a process said last, for whoever no longer has the file. */
const lastLines = (logFile: string): string =>
  existsSync(logFile)
    ? readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join('\n')
    : 'it said nothing';

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  return new Promise((ended) => {
    if (child.exitCode !== null || child.signalCode !== null) return ended();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      ended();
    });
    child.kill(signal);
  });
}
