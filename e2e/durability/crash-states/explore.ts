import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { broken, noPromises, note, type Promises } from '../workload/promises.ts';
import { seededRandom } from '../workload/seeded-random.ts';
import { apply, crashStates, emptyDisk, fingerprint, layOut } from './disk.ts';
import { parseTrace, TRACED } from './trace.ts';

export interface Exploration {
  operations: number;
  states: number;
  /** States in which a promise was broken, with what is wrong. */
  bad: { at: number; wrong: string[] }[];
}
export interface ExploreOptions {
  seed: number;
  /** Ratings or materials in the recorded day. */
  steps: number;
  /** What the day is made of. Default: ratings. */
  workload?: 'store' | 'blob';
  /** States that chance picks at each moment, besides the plain ones. */
  picks: number;
  /** A mutation of the code under test, by name. */
  mutation?: string;
}

const MUTATE = join(import.meta.dirname, '../mutation/mutate.ts');

export const workloadFile = (name: 'store' | 'blob'): string =>
  join(import.meta.dirname, `../workload/${name}-workload.ts`);

export const hasStrace = (): boolean => spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0;

/** Records a run's writes and syncs, then opens what a power cut at each of its moments may have left. */
export function explore(o: ExploreOptions): Exploration {
  // In memory where there is such a place: thousands of small states are laid out and thrown away.
  const base = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'crash-'));
  try {
    const root = join(base, 'run');
    mkdirSync(root);
    const trace = join(base, 'trace');
    const args = [
      '-f',
      '--seccomp-bpf',
      '-y',
      '-xx',
      '-s',
      '1000000',
      '-e',
      `trace=${TRACED}`,
      '-o',
      trace,
      process.execPath,
    ];
    const ran = spawnSync(
      'strace',
      [
        ...args,
        ...(o.mutation === undefined ? [] : ['--import', MUTATE]),
        workloadFile(o.workload ?? 'store'),
        root,
        String(o.seed),
        String(o.steps),
      ],
      {
        encoding: 'utf8',
        timeout: 120_000,
        env: { ...process.env, HALL_MUTATION: o.mutation },
      },
    );
    if (ran.status !== 0 || !ran.stdout.includes('closed'))
      throw new Error(`the workload did not end well: ${ran.stderr}`);
    const ops = parseTrace(readFileSync(trace, 'utf8'), root);
    return walk(ops, root, join(base, 'state'), o);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function walk(
  ops: ReturnType<typeof parseTrace>,
  root: string,
  stateDir: string,
  o: ExploreOptions,
): Exploration {
  const random = seededRandom(o.seed);
  const disk = emptyDisk();
  const promises: Promises = noPromises();
  const looked = new Set<string>();
  const bad: Exploration['bad'] = [];
  let isOpen = false;
  for (const [at, op] of ops.entries()) {
    apply(disk, op);
    if (op.kind === 'said') {
      note(promises, op.line);
      isOpen ||= op.line === 'opened';
    }
    // Nothing is owed before the store has opened for the first time.
    if (!isOpen) continue;
    for (const files of crashStates(disk, random, o.picks)) {
      // The same files are as good or bad as what was promised by then.
      const print = `${fingerprint(files)} ${promises.saved.size} ${op.kind === 'said' ? op.line : ''}`;
      if (looked.has(print)) continue;
      looked.add(print);
      layOut(files, root, stateDir);
      const wrong = broken(stateDir, promises);
      if (wrong.length > 0) bad.push({ at, wrong });
    }
  }
  return { operations: ops.length, states: looked.size, bad };
}
