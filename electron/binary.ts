import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The Electron executable for development and tests, or null when it is not there. Never downloads: `require('electron')`
 * would (`scripts/fetch-electron.mjs` does that once, after installation).
 *
 * `ELECTRON_OVERRIDE_DIST_PATH` names an unpacked distribution; else `path.txt` of the npm package names the file in
 * its `dist/`. `root`: the directory that holds `node_modules`.
 */
export function resolveElectron(
  root: string = join(import.meta.dirname, '..'),
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const home = join(root, 'node_modules', 'electron');
  const named = firstLine(join(home, 'path.txt'));
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const binary = override
    ? join(override, named ?? (platform === 'win32' ? 'electron.exe' : 'electron'))
    : named === null
      ? null
      : join(home, 'dist', named);
  return binary !== null && existsSync(binary) ? binary : null;
}

function firstLine(file: string): string | null {
  if (!existsSync(file)) return null;
  return readFileSync(file, 'utf8').trim() || null;
}

/** Is there a screen to open a window on? */
export function hasDisplay(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
