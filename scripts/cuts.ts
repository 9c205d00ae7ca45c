/**
 * `npm run cuts [-- <runs>]`: uploads that are cut anywhere and go on, 10,000 unless told otherwise; for the night. Our
 * terminal against a hub that is made up, and the stock tus client against the real hub through a proxy that cuts.
 * `npm test` does the same with 200 and 40.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/install.mjs';

const RUNS = process.argv[2] ?? '10000';
const files = ['sync/blobs/cut.test.ts', 'platform/blobs/uploads.test.ts'];
const done = spawnSync('vitest', ['run', ...files, '-t', 'cut anywhere'], {
  cwd: ROOT,
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, HALL_FUZZ_RUNS: RUNS },
});
process.exit(done.status ?? 1);
