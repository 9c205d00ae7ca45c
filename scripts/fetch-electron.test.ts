import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const script = join(import.meta.dirname, 'fetch-electron.mjs');
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'electron-fetch-'));
  await mkdir(join(root, 'node_modules', 'electron'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Runs the script against an installer of ours; CI is unset, as it may be set around us. */
async function fetchWith(installer: string | null, env: NodeJS.ProcessEnv = {}): Promise<string> {
  if (installer !== null) await writeFile(join(root, 'node_modules', 'electron', 'install.js'), installer);
  const run = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HALL_ROOT: root, ...env },
  });
  expect(run.status).toBe(0);
  expect(run.stderr).toBe('');
  expect(run.stdout.trimEnd().split('\n')).toHaveLength(1);
  return run.stdout;
}

it('says that the binary is there', async () => {
  expect(await fetchWith('process.exit(0)')).toContain('the binary is there');
});

it('says why it is not, and never fails', async () => {
  const line = await fetchWith(
    "console.error('RequestError: getaddrinfo ENOTFOUND\\n    at x'); process.exit(1)",
  );
  expect(line).toContain('RequestError: getaddrinfo ENOTFOUND');
  expect(line).toContain('browser host');
  expect(line).not.toContain(' at x');
});

it('gives up on an installer that hangs', async () => {
  const line = await fetchWith('setInterval(() => {}, 1000)', { HALL_ELECTRON_TIMEOUT_MS: '300' });
  expect(line).toContain('no answer within 0.3 s');
});

it('is skipped in CI, on wish, and without the package', async () => {
  const marker = "require('fs').writeFileSync('ran', '')";
  expect(await fetchWith(marker, { CI: 'true' })).toContain('skipped');
  expect(await fetchWith(marker, { HALL_SKIP_ELECTRON: '1' })).toContain('skipped');
  await rm(join(root, 'node_modules', 'electron', 'install.js'));
  expect(await fetchWith(null)).toContain('skipped');
});
