import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extractAll } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import afterPack from './after-pack.ts';
import { writePlaceholderDist } from './testing/placeholder-dist.ts';

/** The real `electron-builder.yml` over a small project in the shape of ours, with a placeholder for Electron. Linux only. */

const ROOT = join(import.meta.dirname, '..');
const SOURCES = [
  'electron/main.ts',
  'terminal/main.test.ts',
  'sync/store.ts',
  'devices/simulators/main.ts',
  'devices/simulators/panel.html',
  'devices/id-card/simulator.ts',
  'README.md',
];
/** What the manifest of the small project asks for, and what those need. */
const DEPENDENCIES = [
  'better-sqlite3',
  '@serialport/bindings-cpp',
  'node-hid',
  '@napi-rs/canvas',
  '@expo-google-fonts/noto-sans-sc',
  'pdfjs-dist',
  'ws',
];
const INSTALLED = [
  ...DEPENDENCIES,
  '@serialport/bindings-interface',
  'node-gyp-build',
  'node-addon-api',
  'ms',
  'pkg-prebuilds',
  `@napi-rs/canvas-linux-${process.arch}-gnu`,
];
/** Loads each native from where it was packed, and does something with it. */
const TRY_NATIVES = `
  const { createRequire } = require('node:module');
  const require_ = createRequire(process.argv[1] + '/dist/terminal/utility.js');
  const Database = require_('better-sqlite3');
  const { autoDetect } = require_('@serialport/bindings-cpp');
  const { devices } = require_('node-hid');
  const { createCanvas } = require_('@napi-rs/canvas');
  const font = require_.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
  const { existsSync } = require('node:fs');
  const cmap = require_.resolve('pdfjs-dist/package.json').replace('package.json', 'cmaps/UniGB-UCS2-H.bcmap');
  const done = [
    new Database(':memory:').prepare('select 1 as n').get().n === 1,
    typeof autoDetect().open === 'function',
    Array.isArray(devices()),
    createCanvas(2, 2).toBuffer('image/png').length > 0,
    font.startsWith(process.argv[1]),
    existsSync(cmap),
  ];
  process.stdout.write(JSON.stringify(done));
`;
const BUILT = [
  'dist/electron/main.js',
  'dist/electron/main.js.map',
  'dist/electron/.built-electron',
  'dist/electron/fault/fault.html',
  'dist/terminal/utility.js',
  'dist/renderer/index.html',
  'dist/flows/card-check/flow.json',
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
      dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, '*'])),
      devDependencies: { electron: version },
    };
    await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
    for (const name of INSTALLED) {
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
    const packages = archived.filter((path) => path.startsWith('node_modules/'));
    expect(archived.filter((path) => !packages.includes(path)).sort()).toEqual([
      'dist/electron/fault/fault.html',
      'dist/electron/main.js',
      'dist/flows/card-check/flow.json',
      'dist/renderer/index.html',
      'dist/terminal/utility.js',
      'package.json',
    ]);
    expect(packages.filter((path) => path.endsWith('.node')).sort()).toEqual(
      [
        `@napi-rs/canvas-linux-${process.arch}-gnu/skia.linux-${process.arch}-gnu.node`,
        `@serialport/bindings-cpp/prebuilds/linux-${process.arch}/@serialport+bindings-cpp.glibc.node`,
        `@serialport/bindings-cpp/prebuilds/linux-${process.arch}/@serialport+bindings-cpp.musl.node`,
        `better-sqlite3/prebuilds/linux-${process.arch}.node`,
        `node-hid/prebuilds/HID-linux-${process.arch}/node-napi-v4.node`,
        `node-hid/prebuilds/HID_hidraw-linux-${process.arch}/node-napi-v4.node`,
      ].map((path) => `node_modules/${path}`),
    );
    expect(
      packages.filter((path) => /\.(cc|cpp|h|gyp|ts)$|(better-sqlite3|hid)\/(deps|src)\//.test(path)),
    ).toEqual([]);
    expect(packages.filter((path) => /noto.*\.ttf$/.test(path))).toHaveLength(1);
    expect(packages.filter((path) => path.startsWith('node_modules/ws/'))).toEqual([]);
  });

  it('packs no simulator', () => {
    expect(archived.filter((path) => /simulat|panel/i.test(path))).toEqual([]);
  });

  it('brings all that the natives need: they load out of the unpacked archive, with nothing else around', async () => {
    const app = join(project, 'extracted');
    extractAll(join(resources, 'app.asar'), app);
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', TRY_NATIVES, app], { encoding: 'utf8' });
    expect(stdout, stderr).toBe(JSON.stringify([true, true, true, true, true, true]));
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
