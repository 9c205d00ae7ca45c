import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workloadFile } from '../crash-states/explore.ts';
import { broken, noPromises, note } from '../workload/promises.ts';

export interface Injection {
  /** System calls that are counted together. */
  calls: string;
  /** As strace has it: `signal=SIGKILL`, `error=EIO`, `error=ENOSPC`. */
  fault: string;
  /** Which of the calls: `7`, or `7+` for it and all after it, or `7..20`. */
  when: string;
}
export interface Outcome {
  /** Lines that the workload printed. */
  said: string[];
  /** null: ended by a signal. */
  status: number | null;
  wrong: string[];
}

/** Runs the workload with a fault at one of its system calls, then opens what is left and checks the promises. */
export function runWithFault(
  seed: number,
  steps: number,
  injection: Injection,
  workload: 'store' | 'blob' = 'store',
): Outcome {
  const base = mkdtempSync(join(tmpdir(), 'inject-'));
  const dir = join(base, 'run');
  mkdirSync(dir);
  try {
    const set = `inject=${injection.calls}:${injection.fault}:when=${injection.when}`;
    // strace injects no signal where it filters in the kernel.
    const filter = injection.fault.startsWith('signal') ? [] : ['--seccomp-bpf'];
    const args = [
      '-f',
      ...filter,
      '-qq',
      '-o',
      join(base, 'trace'),
      '-e',
      `trace=${injection.calls}`,
      '-e',
      set,
    ];
    const ran = spawnSync(
      'strace',
      [...args, process.execPath, workloadFile(workload), dir, String(seed), String(steps)],
      {
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    const said = ran.stdout.split('\n').filter(Boolean);
    const promises = noPromises();
    for (const line of said) note(promises, line);
    return { said, status: ran.status, wrong: broken(dir, promises) };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
