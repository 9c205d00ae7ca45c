import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import afterPack from './after-pack.ts';
import { writePlaceholderDist } from './testing/placeholder-dist.ts';

/** The real `electron-builder.yml` over a small project in the shape of ours, with a placeholder for Electron. Linux only. */

const ROOT = join(import.meta.dirname, '..');
const SOURCES = ['electron/main.ts', 'terminal/main.test.ts', 'sync/store.ts', 'README.md'];
const BUILT = [
  'dist/electron/main.js',
  'dist/electron/main.js.map',
  'dist/electron/.built-electron',
  'dist/electron/fault/fault.html',
  'dist/terminal/utility.js',
  'dist/renderer/index.html',
  'dist/hub/main.js',
  'dist/console/index.html',
];
let project: string;
let resources: string;
let archived: string[];

/** Paths of files in an asar archive. Source of the format: @electron/asar's README (a JSON header after four sizes). */
function listArchive(bytes: Buffer): string[] {
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString()) as Entry;
  const walk = (entry: Entry, path: string): string[] =>
    entry.files === undefined
      ? [path]
      : Object.entries(entry.files).flatMap(([name, child]) =>
          walk(child, path === '' ? name : `${path}/${name}`),
        );
  return walk(header, '');
}
interface Entry {
  files?: Record<string, Entry>;
}

describe.runIf(process.platform === 'linux')('the packed pad', () => {
  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'electron-packing-'));
    for (const file of [...SOURCES, ...BUILT]) {
      await mkdir(dirname(join(project, file)), { recursive: true });
      await writeFile(join(project, file), '// file');
    }
    const { version } = JSON.parse(await readFile(join(ROOT, 'node_modules/electron/package.json'), 'utf8'));
    const manifest = {
      name: 'hall-terminal',
      version: '1.2.3',
      type: 'module',
      description: 'pad',
      dependencies: { 'better-sqlite3': '*', ws: '*' },
      devDependencies: { electron: version },
    };
    await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
    for (const name of ['better-sqlite3', 'ws']) {
      await cp(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
    }
    await writePlaceholderDist(join(project, 'electron-dist'), version);
    process.env.HALL_UPDATE_URL = 'https://hub.invalid/updates';
    await build({
      projectDir: project,
      targets: Platform.LINUX.createTarget('dir'),
      publish: 'never',
      config: {
        extends: join(ROOT, 'electron-builder.yml'),
        electronVersion: version,
        electronDist: join(project, 'electron-dist'),
        afterPack,
      },
    });
    resources = join(project, 'release', 'linux-unpacked', 'resources');
    archived = listArchive(await readFile(join(resources, 'app.asar')));
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  it('holds what was built for the pad and the natives, nothing else', () => {
    const natives = archived.filter((path) => path.startsWith('node_modules/better-sqlite3/'));
    expect(archived.filter((path) => !natives.includes(path)).sort()).toEqual([
      'dist/electron/fault/fault.html',
      'dist/electron/main.js',
      'dist/renderer/index.html',
      'dist/terminal/utility.js',
      'package.json',
    ]);
    expect(natives).toContain('node_modules/better-sqlite3/lib/index.js');
    expect(natives.filter((path) => path.endsWith('.node'))).toEqual([
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    ]);
    expect(natives.filter((path) => /\/(deps|src)\//.test(path))).toEqual([]);
  });

  it('has the natives outside of the archive, where the system can load them', async () => {
    const native = `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`;
    expect(await readFile(join(resources, 'app.asar.unpacked', native))).toEqual(
      await readFile(join(ROOT, native)),
    );
  });

  it('is fused', async () => {
    const wire = await getCurrentFuseWire(join(project, 'release', 'linux-unpacked', 'hall-terminal'));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
    });
  });
});
