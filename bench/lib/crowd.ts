import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Fleet } from './fleet.ts';

export interface Crowd {
  /** Calls `f` with each line that the terminals say. */
  onLine(f: (line: string) => void): void;
  stop(): Promise<void>;
}

/** All terminals of a fleet in one process of their own, each with its own store and link. */
export function startCrowd(fleet: Fleet, rows: number, jitter: boolean): Crowd {
  const args = [
    join(import.meta.dirname, '../crowd-terminals.ts'),
    fleet.hub.url,
    String(rows),
    jitter ? '1' : '0',
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const listeners: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    for (const f of listeners) f(line);
  });
  for (const { id, windowId, dir } of fleet.terminals)
    child.stdin.write(`${JSON.stringify({ id, windowId, dir })}\n`);
  child.stdin.write('go\n');
  return {
    onLine: (f) => void listeners.push(f),
    stop: () =>
      new Promise((ended) => {
        child.once('exit', () => ended());
        child.kill('SIGKILL');
      }),
  };
}
