import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';

const DOWNLOAD_TIMEOUT_MS = 180_000;
const META_PACKAGE = 'linux-image-amd64';
const BUSYBOX = '{usr/,}bin/busybox';
const MODULES = '{usr/,}lib/modules/*/kernel/drivers/hid/*.ko*';

export interface Kernel {
  version: string;
  image: string;
  /** The modules and what they need, in the order of loading. */
  modules: { name: string; bytes: Uint8Array }[];
}

/** Debian's kernel, downloaded by apt and unpacked, never installed; or why it cannot be had. */
export function fetchKernel(cache: string, say: (line: string) => void): Kernel | string {
  if (process.arch !== 'x64') return `the guest is for x86-64, this is ${process.arch}`;
  const name = kernelPackage();
  if (name === null) return `apt knows no ${META_PACKAGE} here: it needs Debian's package lists`;
  const folder = unpacked(name, ['boot/vmlinuz-*', MODULES], cache, say);
  if (folder === null) return `${name} could not be downloaded`;
  const version = name.replace('linux-image-', '');
  const image = join(folder, 'boot', `vmlinuz-${version}`);
  if (!existsSync(image)) return `${name} holds no ${image}`;
  const modules = modulesOf(folder, ['hid', 'hid_generic', 'uhid']);
  return typeof modules === 'string' ? modules : { version, image, modules };
}

/** busybox, statically linked, from its package; null when it cannot be had. */
export function fetchBusybox(cache: string, say: (line: string) => void): Uint8Array | null {
  const folder = unpacked('busybox-static', [BUSYBOX], cache, say);
  const file = folder === null ? undefined : globSync(BUSYBOX, { cwd: folder })[0];
  return folder === null || file === undefined ? null : readFileSync(join(folder, file));
}

function kernelPackage(): string | null {
  const asked = spawnSync('apt-cache', ['depends', META_PACKAGE], { encoding: 'utf8' });
  return /Depends: (linux-image-\d\S+)/.exec(asked.stdout ?? '')?.[1] ?? null;
}

/** Those files of the package, in the cache; downloaded once. */
function unpacked(
  name: string,
  files: readonly string[],
  cache: string,
  say: (line: string) => void,
): string | null {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  const work = `${folder}.new`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  say(`Downloading ${name} …`);
  const run = (command: string, args: string[]): boolean =>
    spawnSync(command, args, { cwd: work, stdio: 'ignore', timeout: DOWNLOAD_TIMEOUT_MS }).status === 0;
  const isThere =
    run('apt-get', ['download', name]) || (run('apt-get', ['update']) && run('apt-get', ['download', name]));
  const deb = isThere ? globSync('*.deb', { cwd: work })[0] : undefined;
  const isUnpacked = deb !== undefined && run('dpkg-deb', ['-x', deb, 'all']);
  if (isUnpacked) {
    for (const file of globSync([...files], { cwd: join(work, 'all') }))
      cpSync(join(work, 'all', file), join(work, 'kept', file));
    renameSync(join(work, 'kept'), folder);
  }
  rmSync(work, { recursive: true, force: true });
  return isUnpacked ? folder : null;
}

/** A module says itself what it needs (`depends=` in its .modinfo): the package has no `modules.dep` before it is installed. */
function modulesOf(folder: string, wanted: readonly string[]): Kernel['modules'] | string {
  const files = new Map(globSync(MODULES, { cwd: folder }).map((file) => [moduleName(file), file]));
  const modules: Kernel['modules'] = [];
  let missing: string | null = null;
  function add(name: string): void {
    if (modules.some((m) => m.name === name)) return;
    const file = files.get(name);
    const bytes = file === undefined ? null : decompressed(join(folder, file));
    if (bytes === null) {
      missing = `the kernel package holds no readable module ${name}`;
      return;
    }
    const needs = /(?:^|\0)depends=([^\0]*)\0/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
    for (const need of needs.split(',').filter((n) => n !== '')) add(moduleName(need));
    modules.push({ name, bytes });
  }
  for (const name of wanted) add(name);
  return missing ?? modules;
}

const moduleName = (file: string): string =>
  (file.split('/').at(-1) ?? '').replace(/\.ko.*$/, '').replaceAll('-', '_');

function decompressed(file: string): Uint8Array | null {
  if (file.endsWith('.ko')) return readFileSync(file);
  if (file.endsWith('.zst')) return zstdDecompressSync(readFileSync(file));
  const xz = spawnSync('xz', ['-dc', file], { maxBuffer: 64 * 1024 * 1024 });
  return xz.status === 0 ? xz.stdout : null;
}
