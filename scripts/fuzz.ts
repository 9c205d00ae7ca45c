/**
 * `npm run fuzz [-- <runs>]`: every codec of `devices/` against generated input, 1,000,000 for each folder unless told
 * otherwise; for the night. `npm test` does the same with 20,000.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/install.mjs';

const RUNS = process.argv[2] ?? '1000000';
const PATIENCE_MS = 6 * 3_600_000;
const done = spawnSync(
  'vitest',
  ['run', '--project', 'unit', 'devices', `--testTimeout=${PATIENCE_MS}`, `--hookTimeout=${PATIENCE_MS}`],
  {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, HALL_FUZZ_RUNS: RUNS },
  },
);
process.exit(done.status ?? 1);
