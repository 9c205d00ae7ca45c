import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Timers } from '../../../contracts/clock.ts';
import type { ScanimageEnd } from './status.ts';

/** A `scanimage` that was told to end and does not is killed after so long, ms. */
export const KILL_MS = 5_000;
/** A batch that has scanned its last page ends by itself within so long, ms. */
export const END_MS = 5_000;
/** It says so then; some backends hang while they close the device. */
const LAST_WORDS = 'Batch terminated';
/** What it said last is waited for so long after its end: a child of its own may hold its output open, ms. */
const FLUSH_MS = 500;
const MOST_SAID = 64_000;

/** `noTool`: there is no such program here. */
export type ScanimageResult = ScanimageEnd | 'noTool';

/** One running `scanimage`. */
export interface Scanimage {
  /** Called with each line of its output. */
  onLine(listener: (line: string) => void): void;
  /** Gives it a line, or with null the end of its input. */
  type(line: string | null): void;
  /** Resolves when it has ended, also by `end`; never rejects. */
  ended: Promise<ScanimageResult>;
  /** Tells it to stop scanning, as Ctrl-C does, and kills it when it does not. Idempotent. */
  end(): void;
}

/** Starts it with these arguments and no shell. `mostBytes` of output, then it is ended. */
export function startScanimage(args: readonly string[], mostBytes: number, timers: Timers): Scanimage {
  const child: ChildProcessWithoutNullStreams = spawn('scanimage', args, {
    env: { ...process.env, LC_ALL: 'C' },
    stdio: 'pipe',
    windowsHide: true,
  });
  let said = '';
  let bytes = 0;
  let rest = '';
  let isEnding = false;
  let isOver = false;
  let cancelEnd = (): void => {};
  let cancelKill = (): void => {};
  let listener: (line: string) => void = () => {};

  child.stdin.on('error', () => {});
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-MOST_SAID);
    if (isOver || !said.includes(LAST_WORDS)) return;
    isOver = true;
    cancelEnd = timers.after(END_MS, end);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    bytes += text.length;
    if (bytes > mostBytes) return end();
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) listener(line);
  });
  const ended = new Promise<ScanimageResult>((resolve) => {
    child.on('error', () => {
      if (child.pid === undefined) resolve('noTool');
    });
    child.once('exit', (exitCode) => {
      [isEnding, isOver] = [true, true];
      cancelEnd();
      cancelKill();
      const settle = (): void => {
        cancelFlush();
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ exitCode, said });
      };
      const cancelFlush = timers.after(FLUSH_MS, settle);
      child.once('close', settle);
    });
  });

  function end(): void {
    if (isEnding) return;
    isEnding = true;
    child.stdin.end();
    child.kill('SIGTERM');
    cancelKill = timers.after(KILL_MS, () => child.kill('SIGKILL'));
  }
  return {
    onLine(f) {
      listener = f;
    },
    type(line) {
      if (line === null) child.stdin.end();
      else child.stdin.write(`${line}\n`);
    },
    ended,
    end,
  };
}
