import { join } from 'node:path';
import { hasDisplay, resolveElectron } from '../binary.ts';

/** What Playwright's `_electron.launch` is given; the shape of its options. */
export interface ElectronLaunch {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
}

/**
 * How an e2e `host` fixture starts the shell on the built application (`dist/`), or why it cannot.
 *
 * ```ts
 * const how = electronLaunch(terminalJson);
 * if ('missing' in how) test.skip(true, how.missing);
 * const app = await _electron.launch(how);
 * const page = await app.firstWindow();
 * ```
 *
 * Runs unfused, as Playwright needs `--inspect` (fuse NodeCliInspect). `windowed` gives a closable window with
 * developer tools; leave it out to test the kiosk itself. End it with `app.close()`: the shell stops its service first.
 */
export function electronLaunch(
  configPath: string,
  options: { windowed?: boolean; env?: Record<string, string> } = {},
): ElectronLaunch | { missing: string } {
  const executablePath = resolveElectron();
  if (executablePath === null) return { missing: 'no Electron binary (npx install-electron fetches it)' };
  if (!hasDisplay()) return { missing: 'no display for Electron (DISPLAY and WAYLAND_DISPLAY are not set)' };
  const root = join(import.meta.dirname, '..', '..');
  const args = [join(root, 'dist', 'electron', 'main.js'), '--config', configPath];
  if (options.windowed) args.push('--windowed');
  // Chromium's sandbox refuses to run as root, as in containers.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return { executablePath, args, env: { ...env, ...options.env }, cwd: root };
}
