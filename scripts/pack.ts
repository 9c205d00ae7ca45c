/**
 * `node scripts/pack.ts`: builds the pad and packs it as a directory, `release/<platform>-unpacked`. Needs no network.
 * Electron comes from ELECTRON_OVERRIDE_DIST_PATH or node_modules/electron/dist. Where there is none, all but the
 * binary is packed on Linux (archive, unpacked natives, fuses tried on a placeholder), and one line says so.
 */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Platform, build as pack } from 'electron-builder';
import { build as bundle } from 'vite';
import { resolveElectron } from '../electron/binary.ts';
import { writePlaceholderDist } from '../electron/testing/placeholder-dist.ts';
import { buildParts, PARTS } from './build.ts';
import { NATIVES } from './lib/natives.ts';

const ROOT = join(import.meta.dirname, '..');
const RELEASE = join(ROOT, 'release');

/** The terminal service with everything in it but the natives: the packed application has no other node_modules. */
async function bundleTerminal(): Promise<void> {
  await bundle({
    configFile: join(ROOT, 'terminal', 'vite.config.ts'),
    logLevel: 'warn',
    ssr: { noExternal: true, external: [...NATIVES] },
  });
  const copy = PARTS.terminal?.copy;
  if (copy !== undefined) await cp(join(ROOT, copy.from), join(ROOT, copy.to), { recursive: true });
}

/** Packs with the Electron distribution in `electronDist`; returns nothing that is not in `release/`. */
async function packDirectory(electronDist: string): Promise<void> {
  // The update address is only a placeholder here; a release sets it.
  process.env.HALL_UPDATE_URL ??= 'https://hub.invalid/updates';
  await pack({
    projectDir: ROOT,
    targets: Platform.current().createTarget('dir'),
    config: { electronDist },
    publish: 'never',
  });
}

async function packWithoutBinary(): Promise<void> {
  const electron = JSON.parse(await readFile(join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string;
  };
  const placeholder = await mkdtemp(join(tmpdir(), 'hall-terminal-electron-'));
  try {
    await writePlaceholderDist(placeholder, electron.version);
    await packDirectory(placeholder);
  } finally {
    await rm(placeholder, { recursive: true, force: true });
  }
  await rm(join(RELEASE, 'linux-unpacked', 'hall-terminal'));
}

const say = (line: string): void => void process.stdout.write(`pack: ${line}\n`);

await buildParts(['renderer', 'electron', 'preload']);
await bundleTerminal();
const binary = resolveElectron(ROOT);
if (binary !== null) {
  await packDirectory(dirname(binary));
  say(`done, in ${RELEASE}`);
} else if (process.platform === 'linux') {
  await packWithoutBinary();
  say(
    `all but the Electron binary is in ${RELEASE}; it is missing here: set ELECTRON_OVERRIDE_DIST_PATH or run npx install-electron`,
  );
} else {
  say(
    'not packed: the Electron binary is missing; set ELECTRON_OVERRIDE_DIST_PATH or run npx install-electron',
  );
}
