/** `npm run soak [-- <days>]`: the durability tests over many more seeds (default 20) than `npm test` has time for. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './lib/install.mjs';

const days = process.argv[2] ?? '20';
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
const env = { ...process.env, HALL_SOAK: days };
// Each file is one process; a soak knows no time-out of its own.
const args = [vitest, 'run', '--project', 'durability', '--test-timeout', '86400000'];
process.exit(spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status ?? 1);
