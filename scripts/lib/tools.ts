import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Runs a command quietly; false when it failed or took longer than `timeout` ms. */
export function run(command: string, args: string[], timeout: number): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'ignore', timeout, env }).status === 0;
}

/** Installs a package where that needs no question: as root on Debian. */
export function aptInstall(name: string, say: (line: string) => void): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`Installing ${name} with apt …`);
  run('apt-get', ['update'], 180_000);
  run('apt-get', ['install', '-y', '--no-install-recommends', name], 600_000);
}

/** The power-cut and system-call tests trace a real process; without strace they are skipped, and say so. */
export function ensureStrace(say: (line: string) => void): void {
  const isThere = () => run('strace', ['-V'], 10_000);
  if (!isThere()) aptInstall('strace', say);
  if (!isThere())
    say('No strace here: the power-cut and system-call tests are skipped. Install it (Linux) to run them.');
}
