import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { aptInstall, run } from './tools.ts';

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
  if (findChromium() === null) aptInstall('chromium', say);
  return findChromium();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
