/**
 * `npm test`: lint (with arrows and texts), typecheck, build, unit, property, integration and durability tests,
 * then every user's journey in a real Chromium. Ends with one line `N passed, N failed`.
 * `npm test -- --quick` leaves the e2e and durability suites out.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.ts';
import { ROOT } from './lib/install.mjs';
import { ensureDeviceTools, ensureStrace, nameBlobServers } from './lib/tools.ts';

const quick = process.argv.includes('--quick');
const results = join(ROOT, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

let passed = 0;
let failed = 0;
let skipped = 0;

/** Runs one npm binary or script; a check counts as one test, a runner counts its own. */
function run(name: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): boolean {
  say(`\n=== ${name} ===`);
  const from = Date.now();
  const done = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  });
  const ok = done.status === 0;
  say(`--- ${name}: ${ok ? 'ok' : 'FAILED'}, ${Math.round((Date.now() - from) / 1_000)} s`);
  return ok;
}

function check(name: string, command: string, args: string[]): void {
  if (run(name, command, args)) passed += 1;
  else failed += 1;
}

function vitest(name: string, projects: string[]): void {
  const out = join(results, `${name}.json`);
  const args = [
    'run',
    ...projects.flatMap((p) => ['--project', p]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${out}`,
  ];
  const ok = run(name, 'vitest', args);
  if (!existsSync(out)) {
    failed += 1;
    return;
  }
  const r = JSON.parse(readFileSync(out, 'utf8')) as Record<
    'numPassedTests' | 'numFailedTests' | 'numPendingTests',
    number
  >;
  passed += r.numPassedTests;
  failed += r.numFailedTests;
  skipped += r.numPendingTests;
  // A suite that could not even be collected has no failed test of its own.
  if (!ok && r.numFailedTests === 0) failed += 1;
}

function playwright(): void {
  if (chromium === null) {
    say(
      'No Chromium on this machine and none to be had: install one (Debian: apt install chromium) or set HALL_CHROMIUM.',
    );
    failed += 1;
    return;
  }
  const out = join(results, 'e2e.json');
  const ok = run('e2e', 'playwright', ['test'], {
    HALL_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: out,
  });
  if (!existsSync(out)) {
    failed += 1;
    return;
  }
  const { stats } = JSON.parse(readFileSync(out, 'utf8')) as {
    stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>;
  };
  passed += stats.expected + stats.flaky;
  failed += stats.unexpected;
  skipped += stats.skipped;
  if (!ok && stats.unexpected === 0) failed += 1;
}

check('lint', 'npm', ['run', '--silent', 'lint']);
check('typecheck', 'npm', ['run', '--silent', 'typecheck']);
check('build', 'npm', ['run', '--silent', 'build']);
// Some of these look at pages in Chromium.
const chromium = ensureChromium(say);
ensureDeviceTools(say);
nameBlobServers(say);
vitest('unit', ['unit', 'hub']);
if (!quick) {
  ensureStrace(say);
  vitest('durability', ['durability']);
  vitest('hid', ['hid']);
  playwright();
}
if (skipped > 0) say(`\n${skipped} skipped (each says why above)`);
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
