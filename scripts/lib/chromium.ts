import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES =
  process.platform === 'win32'
    ? ['chrome.exe', 'msedge.exe']
    : ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const WINDOWS_PLACES = [
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
];

/** A Chromium on this machine: `HALL_CHROMIUM`, the system's, or Playwright's own; null when there is none. */
export function findChromium(): string | null {
  const own = process.env.HALL_CHROMIUM;
  if (own !== undefined) return isExecutable(own) ? own : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  if (process.platform === 'win32') candidates.push(...WINDOWS_PLACES);
  return [...candidates, chromium.executablePath()].find(isExecutable) ?? null;
}

/** As `findChromium`, and otherwise tries Playwright's download and, as root on Debian, apt. */
export function ensureChromium(say: (line: string) => void): string | null {
  const found = findChromium();
  if (found !== null) return found;
  say('No Chromium here: trying Playwright’s download …');
  run('npx', ['playwright', 'install', 'chromium'], 180_000);
  if (findChromium() === null && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Trying the system’s package manager …');
    run('apt-get', ['update'], 180_000);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], 600_000);
  }
  return findChromium();
}

function run(command: string, args: string[], timeout: number): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'ignore', timeout, env }).status === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
