import { spawn } from 'node:child_process';
import type { Timers } from '../../contracts/clock.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';

interface Run {
  /** To the program's standard input. */
  input: string;
  /** Of its standard output. */
  maxBytes: number;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Runs the program to its end and answers what it wrote. `speech.failed`: with why, but nothing of what it was given. */
export type RunProgram = (args: readonly string[], run: Run) => Promise<Result<Buffer>>;

/** `program` is found in the system's PATH. It is given no other environment than that. */
export const programOf =
  (program: string, timers: Timers): RunProgram =>
  (args, { input, maxBytes, timeoutMs, signal }) =>
    new Promise((resolve) => {
      const child = spawn(program, args, {
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { PATH: process.env.PATH },
        windowsHide: true,
      });
      const parts: Buffer[] = [];
      let bytes = 0;
      let why: string | null = null;
      const end = (reason: string) => {
        why ??= reason;
        child.kill('SIGKILL');
      };
      const stopClock = timers.after(timeoutMs, () => end('timeout'));
      const stop = () => end('stopped');
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted) stop();
      child.stdout.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > maxBytes) return end('too long');
        parts.push(part);
      });
      // A program that ends before it has read all of it closes the pipe.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input, 'utf8');
      const settle = (answer: Result<Buffer>) => {
        stopClock();
        signal?.removeEventListener('abort', stop);
        resolve(answer);
      };
      child.once('error', (e: NodeJS.ErrnoException) => settle(fail('speech.failed', e.code ?? 'error')));
      child.once('close', (code) =>
        settle(
          why !== null || code !== 0
            ? fail('speech.failed', why ?? `exit ${code}`)
            : ok(Buffer.concat(parts)),
        ),
      );
    });
